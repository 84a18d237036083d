"""What workflow services may mirror."""

from domain.campaigns.reviews import delivery
from domain.cases import docket
from domain.cases.mirrored import Cases
from domain.orchestration.subjects import AllSubjects
from domain.requests import mirrored

#: Every kind of subject, by its word.
SUBJECTS: AllSubjects = {
    mirrored.WORD: mirrored.Requests(delivery.measured),
    docket.WORD: Cases(),
}
