"""What foreign text goes through: processes of their own, with limits and without rights."""
