"""YAML to domain: scenarios, personas, the customer's table."""
