"""Amounts of money, as they are shown and given."""

from decimal import Decimal

import strawberry


@strawberry.type(description="An amount of money.")
class Money:
    """An amount in major units with its currency."""

    amount: Decimal = strawberry.field(description="In major units, exact.")
    currency: str = strawberry.field(description="ISO 4217 code.")


@strawberry.input(description="An amount of money.")
class MoneyInput:
    """An amount in major units with its currency."""

    amount: Decimal = strawberry.field(description="In major units, such as 12500.00.")
    currency: str = strawberry.field(description="ISO 4217 code, such as EUR.")
