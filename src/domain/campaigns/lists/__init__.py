"""Lists of customers that approved targetings have at the publisher, as audiences of ad sets."""
