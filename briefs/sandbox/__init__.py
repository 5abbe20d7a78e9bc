"""The sandbox: processes with limits and without rights, which read strangers' bytes."""
