"""What a person fills in on the page Inputs of each template: data, which filling reads without the pages."""
