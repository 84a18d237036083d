"""What is to be done before the publisher runs an ad that it refused."""
