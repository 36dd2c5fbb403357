"""The places that run the functions, as the tests reach them."""
