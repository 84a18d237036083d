"""Making forms by which people outside open cases."""

from datetime import datetime

import strawberry

from api.context import Info, identified
from api.conventions.errors import AnyError
from api.conventions.mutations import perform, repeatable
from domain.case_forms import model, records, rules, service
from domain.cases.model import CaseKind, Severity, Topic


@strawberry.type(description="A form by which people outside open cases.")
class CaseForm:
    """See `domain.case_forms.model.Form`."""

    id: strawberry.ID = strawberry.field(description="The form's id.")
    title: str = strawberry.field(description="What stands above it.")
    kind: CaseKind = strawberry.field(description="What its cases are.")
    topic: Topic | None = strawberry.field(description="Their topic; asked for if null.")
    severity: Severity | None = strawberry.field(description="How bad they are; asked for if null.")
    market: str | None = strawberry.field(description="Their market (ISO 3166).")
    origins: list[str] = strawberry.field(description="The sites that may send it.")
    expires_at: datetime = strawberry.field(description="Until when it is open.")

    @classmethod
    def of(cls, form: model.Form) -> "CaseForm":
        """Show a form."""
        return cls(
            id=identified(form.id),
            title=form.title,
            kind=form.kind,
            topic=form.topic,
            severity=form.severity,
            market=form.market,
            origins=list(form.origins),
            expires_at=form.expires_at,
        )


@strawberry.input(description="A form to make.")
class CreateCaseFormInput:
    """For `createCaseForm`."""

    title: str = strawberry.field(description="What stands above it.")
    kind: CaseKind = strawberry.field(
        description="What its cases are; takedown notices are asked for more."
    )
    topic: Topic | None = strawberry.field(
        default=None, description="Their topic; asked for if left out."
    )
    severity: Severity | None = strawberry.field(
        default=None, description="How bad they are; asked for if left out."
    )
    brand_id: strawberry.ID | None = strawberry.field(default=None, description="Their brand.")
    market: str | None = strawberry.field(default=None, description="Their market (ISO 3166).")
    origins: list[str] = strawberry.field(
        default_factory=list,
        description="Sites that may send it beside the hub's page, as https://www.example.com.",
    )
    days: int = strawberry.field(default=90, description="For how many days it is open.")
    idempotency_key: str | None = repeatable("makes nothing new for 24 h.")


@strawberry.type(description="What `createCaseForm` did.")
class CreateCaseFormPayload:
    """Answer of `createCaseForm`."""

    form: CaseForm | None = strawberry.field(description="The form.")
    url: str | None = strawberry.field(
        description="Where it is opened until it ends, by anybody who has this; relative to this"
        " server."
    )
    errors: list[AnyError] = strawberry.field(description="Why it did not happen.")


@strawberry.type
class CaseFormMutation:
    """Making forms."""

    @strawberry.mutation(
        description="Make a form by which people outside open cases, for those who manage cases."
    )
    async def create_case_form(
        self,
        info: Info,
        input: CreateCaseFormInput,  # noqa: A002  The convention's name.
    ) -> CreateCaseFormPayload:
        """Make a form."""
        hub, actor = info.context.hub, info.context.actor

        async def act() -> str:
            form = await service.create(
                hub,
                actor,
                input.title,
                input.kind,
                topic=input.topic,
                severity=input.severity,
                brand_id=input.brand_id,
                market=input.market,
                origins=input.origins,
                days=input.days,
            )
            return form.id

        done, errors = await perform(info, "createCaseForm", input, act)
        form = await records.get(done) if done else None
        if form is None:
            return CreateCaseFormPayload(form=None, url=None, errors=errors)
        place = "takedown" if form.kind is CaseKind.TAKEDOWN_NOTICE else "form"
        url = f"/cases/{place}/{form.id}?token={rules.link_token(hub.secrets, form)}"
        return CreateCaseFormPayload(form=CaseForm.of(form), url=url, errors=errors)
