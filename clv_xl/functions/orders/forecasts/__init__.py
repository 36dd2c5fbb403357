"""What customers will do, from an order list or from the parameters of a model."""
