"""In what OpenText and Flowable differ: what they are called, and where they are asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """One service's ways. Paths are below its base address.

    `probe` is a small question that changes nothing, to see whether the service is there.
    """

    name: str
    execute: str
    probe: str


#: Source: OpenText's Postman collection and tutorial application. Tokens of a tenant.
OPENTEXT = Dialect(
    "OpenText Decision Service",
    "/decision/v1/execute",
    "/decision/v1/runtime/decision-models",
)

#: Source: Flowable's Swagger document of its decision engine. User name and password.
FLOWABLE = Dialect("Flowable", "/dmn-rule/execute", "/dmn-repository/decision-tables")
