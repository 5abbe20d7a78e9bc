"""Sites of the web, on loopback: well-behaved ones, and bytes as no server should send them."""
