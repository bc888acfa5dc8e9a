"""The same figures as one analyst would make them, with pandas and openpyxl.

It reads every report of an inbox, keeps the newest word on everything, links people,
scores CORE-10, works out the main figures by quarter and service, rounds them and
writes them as Parquet. ``--compare`` prints how far they agree with a home's own exact
figures; README.md says what is left out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

ABOUT = ["reference", "forename", "surname", "birth", "gender", "ethnicity", "nhs"]
SUPPORT = ["start", "end", "ended_as"]
SUBSCALES = ("total", "emotional", "prosocial")
POSITIONS = ("start", "review 1", "review 2", "review 3")
CASE_LIST = [
    *ABOUT,
    "postcode",
    "place",
    *SUPPORT,
    "contact in_person",
    "contact phone",
    "contact video",
    *(f"sdq {at} {what}" for at in POSITIONS for what in ("day", *SUBSCALES)),
    "comments",
]
EXPORT = {
    "Client ID": "reference",
    "Surname": "surname",
    "Forename": "forename",
    "DOB": "birth",
    "Gender": "gender",
    "Ethnic group": "ethnicity",
    "NHS number": "nhs",
    "Postcode": "postcode",
    "Accepted": "start",
    "Closed": "end",
    "Closure reason": "ended_as",
}
COUNTS = {
    "ID": "reference",
    "Name": "name",
    "DOB": "birth",
    "Gender": "gender",
    "Ethnic origin": "ethnicity",
    "NHS number": "nhs",
    "Postcode": "postcode",
    "Local area": "place",
    "Support began": "start",
    "Support ended": "end",
    "Reason for ending": "ended_as",
    "Face to face": "contact in_person",
    "Telephone": "contact phone",
    "Text": "contact text",
    "A&E attendances": "event ae_attendance",
    "Arrests": "event arrest",
    "Missing episodes": "event missing_episode",
    "School suspensions": "event school_suspension",
    "Settled home (end of quarter)": "state settled_home",
    "In education, employment or training": "state in_education_or_work",
}
REASONS = {
    "dna": "no_session",
    "too early": "relationship_first",
    "prefer not to say": "chose_not_to_say",
    "eal": "language_or_interpreter",
    "staff off": "no_capacity",
    "art session": "told_another_way",
    "in custody": "in_crisis_or_away",
    "not asked": "not_asked_by_design",
    "nfa": "no_fixed_address",
    "not registered": "not_registered",
}
GENDERS = {
    **dict.fromkeys(["Girl", "Female", "F"], "female"),
    **dict.fromkeys(["Boy", "Male", "M"], "male"),
    **dict.fromkeys(["Non-binary", "NB"], "non_binary"),
}
# Most points, least days between two scores, a reliable change, and the good way.
RULES = pd.DataFrame(
    [
        ("sdq", "total", 40, 30, np.nan, -1),
        ("sdq", "emotional", 10, 30, 4, -1),
        ("sdq", "prosocial", 10, 30, 3, 1),
        ("core_10", "total", 40, 7, 5, -1),
    ],
    columns=["measure_id", "subscale", "most", "apart", "reliable", "good"],
)
EPISODE = ["provider_id", "reference", "start"]
WHERE = ["period", "provider_id", "service_id"]


def read_inbox(inbox: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return all reports' rows, oldest report first, and all forms, one a row."""
    rows, forms = [], []
    files = [*inbox.glob("*/*.xlsx"), *inbox.glob("*/*.csv")]
    for order, path in enumerate(sorted(files, key=lambda one: one.stat().st_mtime)):
        if path.suffix == ".csv":
            report, quarter = read_export(path)
            said = export_forms(report)
        else:
            with pd.ExcelFile(path, engine="openpyxl") as book:
                if "Young people" in book.sheet_names:
                    report, quarter = read_case_list(book)
                    said = case_list_forms(report)
                else:
                    report, quarter = read_counts(book)
                    said = pd.DataFrame()
        known = {"provider_id": path.parent.name, "order": order, "quarter": quarter}
        rows.append(report.assign(**known))
        if len(said):
            forms.append(said.assign(**known))
    return tidy(pd.concat(rows, ignore_index=True)), pd.concat(forms, ignore_index=True)


def read_case_list(book: pd.ExcelFile) -> tuple[pd.DataFrame, str]:
    """Read a case list: its columns go by place, two rows of headings above them."""
    cover = pd.read_excel(book, "Cover", header=None)
    at = cover.index[cover[1] == "Reporting period"][0]
    sheet = pd.read_excel(
        book, "Young people", header=None, keep_default_na=False, na_values=[""]
    )
    first = sheet.index[sheet[0] == "Ref"][0] + 1
    last = sheet.index[sheet[0] == "Total"][-1]
    report = sheet.iloc[first:last, : len(CASE_LIST)].set_axis(CASE_LIST, axis=1)
    report = report.dropna(subset="reference")
    return report.assign(start=days(report["start"])), quarter_name(cover.at[at, 2])


def read_counts(book: pd.ExcelFile) -> tuple[pd.DataFrame, str]:
    """Read a list of counts and states."""
    summary = pd.read_excel(book, "Summary", header=None)
    at = summary.index[summary[0] == "Quarter"][0]
    title = next(name for name in book.sheet_names if str(name).startswith("People"))
    sheet = pd.read_excel(book, title, header=2, keep_default_na=False, na_values=[""])
    sheet = sheet[sheet["ID"].notna() & (sheet["ID"] != "TOTAL")]
    report = sheet.rename(columns=COUNTS)
    names = report.pop("name").str.split(", ", n=1, expand=True)
    report = report.assign(
        surname=names[0], forename=names[1], start=days(report["start"])
    )
    return report, quarter_name(summary.at[at, 1])


def read_export(path: Path) -> tuple[pd.DataFrame, str]:
    """Read an export of forms."""
    with path.open(encoding="cp1252") as stream:
        quarter = next(line for line in stream if line.startswith("Report period"))
    report = pd.read_csv(
        path,
        encoding="cp1252",
        skiprows=4,
        skip_blank_lines=False,
        dtype="string",
        keep_default_na=False,
        na_values=[""],
    )
    report = report[~report["Client ID"].str.startswith("End of export")]
    report = report.rename(columns=EXPORT)
    start = pd.to_datetime(report["start"], format="%Y-%m-%d")
    end = pd.to_datetime(report["end"], format="%Y-%m-%d")
    birth = pd.to_datetime(report["birth"], format="%d/%m/%Y")
    report = report.assign(start=start, end=end, birth=birth)
    return report, quarter.split(",")[1].strip()


def case_list_forms(report: pd.DataFrame) -> pd.DataFrame:
    """Turn the scores that stand side by side into one a row."""
    key = report[["reference", "start"]]
    parts = []
    for position in POSITIONS:
        day = days(report[f"sdq {position} day"])
        for subscale in SUBSCALES:
            said = report[f"sdq {position} {subscale}"]
            parts.append(
                key.assign(
                    measure_id="sdq",
                    subscale=subscale,
                    position=position,
                    day=day,
                    score=numbers(said),
                    reason=reasons(said),
                )
            )
    forms = pd.concat(parts)
    return forms[forms[["day", "score", "reason"]].notna().any(axis=1)]


def export_forms(report: pd.DataFrame) -> pd.DataFrame:
    """Score the CORE-10 forms: ten times the mean, at most one answer missing."""
    forms = report[report["Form"].notna()]
    items = forms[[f"Q{n}" for n in range(1, 11)]].apply(pd.to_numeric, errors="coerce")
    items = items.where(items.isin(range(5)))
    score = (items.mean(axis=1) * 10).round(4).where(items.count(axis=1) >= 9)
    completed = forms["Form status"] == "completed"
    reason = reasons(forms["Form status"]).where(~completed)
    return forms[["reference", "start"]].assign(
        measure_id="core_10",
        subscale="total",
        position=forms["Form"].replace("First", "start").str.lower(),
        day=pd.to_datetime(forms["Form date"], format="%d/%m/%Y"),
        score=score.where(completed),
        reason=reason.mask(completed & score.isna(), "not_scorable"),
    )


def days(said: pd.Series) -> pd.Series:
    """Return dates, of which some are text."""
    return pd.to_datetime(said, format="mixed", dayfirst=True, errors="coerce")


def numbers(said: pd.Series) -> pd.Series:
    """Return numbers, of which some are text."""
    return pd.to_numeric(words(said), errors="coerce")


def words(said: pd.Series) -> pd.Series:
    """Return text without the spaces around it."""
    return said.astype("string").str.replace("\N{NO-BREAK SPACE}", " ").str.strip()


def reasons(said: pd.Series) -> pd.Series:
    """Return the reasons among a column's cells."""
    return words(said).str.lower().map(REASONS)


def quarter_name(said: object) -> str:
    """Return ``2025-26 Q1`` for ``Q1 2025/26``."""
    number, year = str(said).split()
    return f"{year.replace('/', '-')} {number}"


def tidy(rows: pd.DataFrame) -> pd.DataFrame:
    """Give the columns of all formats one form."""
    rows = rows.assign(
        end=days(rows["end"]),
        birth=days(rows["birth"]),
        nhs=words(rows["nhs"]).str.replace(" ", ""),
        gender_is=words(rows["gender"]).map(GENDERS),
        forename=words(rows["forename"]).str.casefold(),
        surname=words(rows["surname"]).str.casefold(),
    )
    return rows.assign(nhs_is=rows["nhs"].where(rows["nhs"].str.fullmatch(r"\d{10}")))


def linked(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one person for each provider's reference: by NHS number, then by name."""
    parts = ["provider_id", "reference"]
    people = rows.groupby(parts, as_index=False)[
        ["nhs_is", "surname", "forename", "birth"]
    ].last()
    people["person"] = people.index
    for key in (["nhs_is"], ["surname", "forename", "birth"]):
        complete = people.dropna(subset=key)
        first = complete.groupby(key)["person"].transform("min")
        joined = dict(zip(complete["person"], first, strict=True))
        people["person"] = people["person"].map(joined).fillna(people["person"])
    return people[[*parts, "person"]]


def periods(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the quarters that were reported on, with their days."""
    names = pd.Series(sorted(rows["quarter"].unique()))
    first = names.str[:4] + "-04-01"
    months = (names.str[-1].astype(int) - 1) * 3
    begins = pd.PeriodIndex(first, freq="M") + months.to_numpy()
    return pd.DataFrame(
        {
            "period": names,
            "period_start": begins.to_timestamp(),
            "period_end": (begins + 2).to_timestamp(how="end").normalize(),
        }
    )


def open_episodes(rows: pd.DataFrame, services: pd.DataFrame) -> pd.DataFrame:
    """Return each episode in each quarter in which it was open."""
    newest = rows.groupby(EPISODE, as_index=False)[["end", "ended_as", "birth"]].last()
    episodes = newest.merge(linked(rows), on=["provider_id", "reference"])
    episodes = episodes.merge(services, on="provider_id")
    every = episodes.merge(periods(rows), how="cross")
    is_open = (every["start"] <= every["period_end"]) & ~(
        every["end"] < every["period_start"]
    )
    every = every[is_open].copy()
    ended = every["end"] <= every["period_end"]
    late = every["end"] + pd.Timedelta(days=30)
    every["heard_until"] = every["period_end"].mask(
        ended, np.maximum(every["period_end"], late)
    )
    return every


def with_all(table: pd.DataFrame) -> pd.DataFrame:
    """Add the whole commission; a service shown by the year is only part of that."""
    alone = table[table["figures"] == "by_quarter"]
    return pd.concat([alone, table.assign(provider_id="all", service_id="all")])


def people_supported(episodes: pd.DataFrame) -> pd.DataFrame:
    """Count the people supported, and who started and ended."""
    table = with_all(
        episodes.assign(
            started=episodes["person"].where(
                episodes["start"] >= episodes["period_start"]
            ),
            ended=episodes["person"].where(episodes["end"] <= episodes["period_end"]),
        )
    )
    grouped = table.groupby(WHERE)[["person", "started", "ended"]].nunique()
    return grouped.rename(columns={"person": "people"}).reset_index()


def quarterly(
    rows: pd.DataFrame, episodes: pd.DataFrame, kinds: tuple[str, ...]
) -> pd.DataFrame:
    """Return the newest word on each count or state of each episode and quarter."""
    columns = [name for name in rows if name.split(" ")[0] in kinds]
    newest = rows.drop_duplicates([*EPISODE, "quarter"], keep="last")
    long = newest.melt([*EPISODE, "quarter"], columns, "what", "said")
    long[["kind", "about"]] = long["what"].str.split(" ", expand=True)
    long = long.rename(columns={"quarter": "period"})
    return long.merge(episodes, on=[*EPISODE, "period"])


def contacts(rows: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """Count the contacts of each mode, and the people who had one."""
    said = quarterly(rows, episodes, ("contact",))
    said["contacts"] = numbers(said["said"])
    table = with_all(said[said["contacts"] > 0]).rename(columns={"about": "mode"})
    grouped = table.groupby([*WHERE, "mode"])
    return grouped.agg(
        contacts=("contacts", "sum"), people=("person", "nunique")
    ).reset_index()


def hard_outcomes(rows: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """Work out the rates of events a hundred person-quarters, and shares of states."""
    said = quarterly(rows, episodes, ("event", "state"))
    number = numbers(said["said"])
    is_state = said["kind"] == "state"
    said["value"] = number.mask(is_state, said["said"].map({"Yes": 1, "No": 0}))
    said["value"] = said["value"].astype(float)
    known = said.dropna(subset="value").copy()
    first = np.maximum(known["start"], known["period_start"])
    last = np.minimum(known["end"].fillna(known["period_end"]), known["period_end"])
    length = (known["period_end"] - known["period_start"]).dt.days + 1
    known["person_quarters"] = ((last - first).dt.days + 1) / length
    known["having"] = known["person"].where(known["value"] > 0)
    table = with_all(known).rename(columns={"about": "indicator_id"})
    grouped = table.groupby([*WHERE, "indicator_id", "kind"]).agg(
        people_observed=("person", "nunique"),
        person_quarters=("person_quarters", "sum"),
        events=("value", "sum"),
        people_with_event=("having", "nunique"),
    )
    figures = grouped.reset_index()
    event = figures["kind"] == "event"
    figures["rate"] = (
        100
        * figures["events"].where(event, figures["people_with_event"])
        / figures["person_quarters"].where(event, figures["people_observed"])
    )
    return figures


def newest_word(forms: pd.DataFrame) -> pd.DataFrame:
    """Return what the newest report says of each form: sometimes two things at once."""
    form = [*EPISODE, "measure_id", "subscale", "position", "day"]
    newest = forms.groupby(form, dropna=False)["order"].transform("max")
    return forms[forms["order"] == newest]


def soft_outcomes(forms: pd.DataFrame, episodes: pd.DataFrame) -> pd.DataFrame:
    """Pair the first score with the latest that is far enough from it, and compare."""
    newest = newest_word(forms)
    scored = newest.merge(RULES, on=["measure_id", "subscale"])
    scored = scored[scored["score"].between(0, scored["most"]) & scored["day"].notna()]
    heard = episodes.merge(scored.drop(columns="quarter"), on=EPISODE)
    heard = heard[heard["day"] <= heard["heard_until"]]
    one = ["period", *EPISODE, "measure_id", "subscale"]
    # Two different scores of one day cannot be told apart, and make no pair.
    by_day = heard.groupby([*one, "day"], as_index=False).agg(
        score=("score", "min"), differ=("score", "nunique")
    )
    by_day = by_day.sort_values("day").merge(RULES, on=["measure_id", "subscale"])
    first = by_day.drop_duplicates(one)
    both = by_day.merge(
        first[[*one, "day", "score", "differ"]], on=one, suffixes=("", "_first")
    )
    far = (both["day"] - both["day_first"]).dt.days >= both["apart"]
    pairs = both[far].drop_duplicates(one, keep="last")
    pairs = pairs[(pairs["differ"] == 1) & (pairs["differ_first"] == 1)].copy()
    pairs["better_by"] = (pairs["score"] - pairs["score_first"]) * pairs["good"]
    has_rule = pairs["reliable"].notna()
    better = (pairs["better_by"] >= pairs["reliable"]).astype(float)
    worse = (-pairs["better_by"] >= pairs["reliable"]).astype(float)
    pairs["reliably_better"] = better.where(has_rule)
    pairs["reliably_worse"] = worse.where(has_rule)
    table = with_all(
        pairs.merge(episodes[[*one[:4], "service_id", "figures"]], on=one[:4])
    )
    grouped = table.groupby([*WHERE, "measure_id", "subscale"])
    return grouped.agg(
        paired=("score", "size"),
        reliably_better=("reliably_better", lambda said: said.sum(min_count=1)),
        reliably_worse=("reliably_worse", lambda said: said.sum(min_count=1)),
        mean_first=("score_first", "mean"),
        mean_latest=("score", "mean"),
    ).reset_index()


def data_gaps(
    rows: pd.DataFrame, forms: pd.DataFrame, episodes: pd.DataFrame
) -> pd.DataFrame:
    """Count what was asked and is not there, by its reason."""
    newest = rows.groupby(["provider_id", "reference"], as_index=False).last()
    fields = []
    for field, value in (("gender", "gender_is"), ("ethnicity", ""), ("nhs", "nhs_is")):
        reason = reasons(newest[field])
        known = (
            newest[value].notna() if value else newest[field].notna() & reason.isna()
        )
        fields.append(
            newest[["provider_id", "reference"]].assign(
                about=field, reason=reason.fillna("unknown").mask(known)
            )
        )
    people = episodes.drop_duplicates([*WHERE, "person"])
    of_fields = people.merge(pd.concat(fields), on=["provider_id", "reference"])

    said = quarterly(rows, episodes, ("event", "state"))
    own = ["provider_id", "about"]
    asked = said.groupby(own)["said"].transform("count") > 0
    found = said["said"].isin(["Yes", "No"]) | numbers(said["said"]).notna()
    said["reason"] = reasons(said["said"]).fillna("unknown").mask(found)

    last = forms[forms["subscale"] == "total"].drop_duplicates(
        [*EPISODE, "measure_id", "position"], keep="last"
    )
    at = last["day"].dt.to_period("Q-MAR")
    year = at.dt.qyear - 1
    named = (
        year.astype("Int64").astype("string")
        + "-"
        + ((year + 1) % 100).astype("Int64").astype("string").str.zfill(2)
        + " Q"
        + at.dt.quarter.astype("Int64").astype("string")
    )
    last = last.assign(
        period=named.fillna(last["quarter"]),
        about=last["measure_id"],
        reason=last["reason"].fillna("unknown").mask(last["score"].notna()),
    )
    of_measures = last.drop(columns="quarter").merge(
        episodes[[*EPISODE, "period", "service_id", "figures"]], on=[*EPISODE, "period"]
    )
    table = with_all(pd.concat([of_fields, said[asked], of_measures]))
    table["known"] = table["reason"].isna()
    grouped = table.groupby([*WHERE, "about"])["known"].agg(
        could_apply="size", known="sum"
    )
    gaps = table.dropna(subset="reason").groupby([*WHERE, "about", "reason"])
    return gaps.size().rename("gap").reset_index().merge(grouped.reset_index())


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Round counts to fives and hide the small ones; round the rest to one place."""
    table = table.copy()
    for name in table.select_dtypes("number"):
        if name.startswith(("mean", "rate", "person_quarters")):
            table[name] = table[name].round(1)
        else:
            small = table[name].between(1, 4)
            table[name] = ((table[name] / 5).round() * 5).mask(small)
    return table


def make(inbox: Path, registers: Path) -> dict[str, pd.DataFrame]:
    """Return the exact tables by name."""
    services = pd.read_csv(registers / "services.csv")[
        ["provider_id", "service_id", "figures"]
    ]
    rows, forms = read_inbox(inbox)
    episodes = open_episodes(rows, services)
    return {
        "people_supported": people_supported(episodes),
        "contacts": contacts(rows, episodes),
        "soft_outcomes": soft_outcomes(forms, episodes),
        "hard_outcomes": hard_outcomes(rows, episodes),
        "data_gaps": data_gaps(rows, forms, episodes),
    }


def agreement(exact: dict[str, pd.DataFrame], home: Path) -> list[str]:
    """Return, for some figures, how many rows equal the exact ones of a home's lake."""
    said = []
    for name, figure, keys in (
        ("people_supported", "people", WHERE),
        ("contacts", "contacts", [*WHERE, "mode"]),
        ("soft_outcomes", "paired", [*WHERE, "measure_id", "subscale"]),
        ("soft_outcomes", "reliably_better", [*WHERE, "measure_id", "subscale"]),
        ("hard_outcomes", "events", [*WHERE, "indicator_id"]),
        ("hard_outcomes", "people_with_event", [*WHERE, "indicator_id"]),
    ):
        theirs = pd.read_parquet(home / "lake" / "outcomes" / name / f"{name}.parquet")
        theirs = theirs[theirs["period"].str.contains("Q")]
        if "breakdown" in theirs:
            theirs = theirs[theirs["breakdown"] == "all"]
        if "basis" in theirs:
            theirs = theirs[theirs["basis"] == "supported"]
        theirs = theirs[theirs[figure].fillna(0).astype(float) > 0]
        ours = exact[name][exact[name][figure].fillna(0) > 0]
        if name == "hard_outcomes" and figure == "events":
            ours = ours[ours["kind"] == "event"]
        both = ours[[*keys, figure]].merge(
            theirs[[*keys, figure]], on=keys, how="outer", suffixes=("", "_home")
        )
        mine = both[figure].fillna(0).astype(float)
        other = both[f"{figure}_home"].fillna(0).astype(float)
        apart = (mine - other).abs()
        said.append(
            f"{name}.{figure}: {int((apart == 0).sum())} of {len(both)} rows equal, "
            f"furthest apart {apart.max():.0f}, "
            f"sums {mine.sum():.0f} and {other.sum():.0f}"
        )
    return said


def main() -> None:
    """Make the tables of one home's inbox."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path, help="its inbox and registers are read")
    parser.add_argument("out", type=Path, help="where the tables go")
    parser.add_argument("--compare", type=Path, help="a home after a run")
    given = parser.parse_args()
    exact = make(given.home / "inbox", given.home / "registers")
    given.out.mkdir(parents=True, exist_ok=True)
    for name, table in exact.items():
        rounded(table).to_parquet(given.out / f"{name}.parquet", index=False)
    if given.compare:
        print("\n".join(agreement(exact, given.compare)))


if __name__ == "__main__":
    main()
