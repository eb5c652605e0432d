"""Texts to begin a letter from. Every line is meant to be replaced: what stands between brackets has to be."""

from django.utils.translation import gettext_lazy as _

STARTS = {
    "contract": {
        "name": _("End a contract"),
        "title": _("End our work for [the customer]"),
        "body": _(
            "We build [what it is]. Since [when] it is used by [the customer] to [what it is used for].\n\n"
            "We know this from [where it can be read]. It harms [whom, and how].\n\n"
            "We do not want our work used for this, and we ask you to end it."
        ),
        "demands": [
            _("End the contract with [the customer] at the first date on which it can be ended."),
            _("Publish every contract of this kind: what, for whom, for how much, until when."),
            _("Punish nobody for signing this letter."),
        ],
    },
    "safety": {
        "name": _("Make the work safe"),
        "title": _("Nobody should be hurt at [the place]"),
        "body": _(
            "At [the place] we [what is done there]. [What has happened, how often, since when.]\n\n"
            "We have said so to [whom] on [which days]. [What came of it.]\n\n"
            "It can be mended, and we say below how."
        ),
        "demands": [
            _("[The first thing that has to change], by [a day]."),
            _("Ask the people who work there before anything is decided, and write down what they said."),
            _("Punish nobody for signing this letter."),
        ],
    },
    "openness": {
        "name": _("Tell us what we build"),
        "title": _("We want to know what our work is used for"),
        "body": _(
            "Many of us learned from the newspapers that [what was learned].\n\n"
            "Whoever builds something has to be able to say no before it is sold, not afterwards.\n\n"
            "We ask for a rule that holds for every product and every customer."
        ),
        "demands": [
            _("Tell everybody who works on a product who buys it and for what, before it is sold."),
            _("Let people leave a project for reasons of conscience, without harm to pay or promotion."),
            _("Publish once a year which sales were refused, and why."),
        ],
    },
}


def words_of(name):
    """{"title", "body", "demands"} as plain text in the language of the reader; None for a name nobody gave."""
    start = STARTS.get(name)
    if start is None:
        return None
    demands = [str(line) for line in start["demands"]]
    return {"title": str(start["title"]), "body": str(start["body"]), "demands": demands}
