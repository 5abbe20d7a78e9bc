"""Second opinions on what goes over the wire, by types and schemas that others keep."""
