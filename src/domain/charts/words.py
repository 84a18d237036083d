"""The words of charts. What there is no language for is said in English."""

from collections.abc import Mapping
from types import MappingProxyType

_ENGLISH = {
    "spent": "Spent",
    "plan": "Plan",
    "tolerance": "Plan ± {share}",
    "projection": "Projection",
    "budget": "Budget {amount}",
    "target": "Target {amount}",
    "recovery": "Recovered at {amount}",
    "missing": "No data yet",
    "suppressed": "Too few to tell",
    "open": "Not final yet",
    "met": "Met",
    "breached": "Breached",
    "recovering": "Recovering",
    "unknown": "Not judged",
    "nothing": "There is no data for this chart yet.",
    "as_of": "As of {day}",
    "complete": "data complete to {day}",
    "more": "{count} more are not shown",
    "paced": "{spent} of {budget} spent ({of_budget}) after {of_flight} of the flight",
    "from_to": "{first} \u2013 {last}",
    "alt_pacing": "Spend against flight, {first} to {last}.",
    "alt_expected": "The plan was {amount} by {day}.",
    "alt_projected": "At this pace {amount} will be spent by the end.",
    "alt_threshold": "{measure} by day, {first} to {last}.",
    "alt_band": "The target is {target}.",
    "alt_recovery": "It counts as recovered at {recovery}.",
    "alt_last": "The last known value is {value} on {day}.",
    "alt_verdicts": "Days met: {met}; breached: {breached}; recovering: {recovering};"
    " not judged: {unknown}.",
    "alt_absent": "Days without data: {missing}; with too few to tell: {suppressed}.",
    "alt_funnel": "Funnel of {measure}.",
    "alt_portfolio": "{measure} of {count} subjects.",
    "alt_comparison": "{measure} of {count} titles by day.",
    "alt_item": "{label}: {value}.",
    "alt_nothing": "There is no data yet.",
}

_GERMAN = {
    "spent": "Ausgegeben",
    "plan": "Plan",
    "tolerance": "Plan ± {share}",
    "projection": "Hochrechnung",
    "budget": "Budget {amount}",
    "target": "Ziel {amount}",
    "recovery": "Erholt ab {amount}",
    "missing": "Noch keine Daten",
    "suppressed": "Zu wenige für eine Angabe",
    "open": "Noch nicht endgültig",
    "met": "Erreicht",
    "breached": "Verfehlt",
    "recovering": "Erholt sich",
    "unknown": "Nicht beurteilt",
    "nothing": "Für dieses Diagramm gibt es noch keine Daten.",
    "as_of": "Stand {day}",
    "complete": "Daten vollständig bis {day}",
    "more": "{count} weitere sind nicht abgebildet",
    "paced": "{spent} von {budget} ausgegeben ({of_budget}) nach {of_flight} der Laufzeit",
    "from_to": "{first} \u2013 {last}",
    "alt_pacing": "Ausgaben gegen Laufzeit, {first} bis {last}.",
    "alt_expected": "Geplant waren {amount} bis {day}.",
    "alt_projected": "In diesem Tempo werden bis zum Ende {amount} ausgegeben.",
    "alt_threshold": "{measure} nach Tagen, {first} bis {last}.",
    "alt_band": "Das Ziel ist {target}.",
    "alt_recovery": "Als erholt gilt es ab {recovery}.",
    "alt_last": "Der letzte bekannte Wert ist {value} am {day}.",
    "alt_verdicts": "Tage erreicht: {met}; verfehlt: {breached}; in Erholung: {recovering};"
    " nicht beurteilt: {unknown}.",
    "alt_absent": "Tage ohne Daten: {missing}; mit zu wenigen für eine Angabe: {suppressed}.",
    "alt_funnel": "Trichter: {measure}.",
    "alt_portfolio": "{measure} bei {count} Kampagnen oder Titeln.",
    "alt_comparison": "{measure} von {count} Titeln nach Tagen.",
    "alt_item": "{label}: {value}.",
    "alt_nothing": "Es gibt noch keine Daten.",
}

#: By language, then by what is said.
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"en": MappingProxyType(_ENGLISH), "de": MappingProxyType(_GERMAN)}
)
