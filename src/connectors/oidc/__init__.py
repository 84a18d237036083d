"""OpenID Connect: tokens of an issuer that is trusted, judged by the keys it publishes."""
