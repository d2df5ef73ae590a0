"""`python -m demo.census`: an invented Children in Need census file, of as many children as are asked for."""

import random
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import click

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<Message>
  <Header>
    <CollectionDetails>
      <Collection>CIN</Collection><Year>{year}</Year><ReferenceDate>{as_at}</ReferenceDate>
    </CollectionDetails>
    <Source>
      <SourceLevel>L</SourceLevel><LEA>999</LEA><SoftwareCode>demonstration</SoftwareCode>
      <Release>1</Release><SerialNo>1</SerialNo><DateTime>{as_at}T09:00:00</DateTime>
    </Source>
  </Header>
  <Children>
"""
_CHILD = """    <Child>
      <ChildIdentifiers>
        <LAchildID>{reference}</LAchildID>
        <UPNunknown>UN1</UPNunknown>
        {birth}
        <Sex>{sex}</Sex>
      </ChildIdentifiers>
      <ChildCharacteristics><Ethnicity>NOBT</Ethnicity></ChildCharacteristics>
      <CINdetails>
        <CINreferralDate>{referral}</CINreferralDate>
        <ReferralSource>1A</ReferralSource>
        <PrimaryNeedCode>N4</PrimaryNeedCode>
        <Assessments>
          <AssessmentActualStartDate>{started}</AssessmentActualStartDate>
          <AssessmentAuthorisationDate>{authorised}</AssessmentAuthorisationDate>
          <FactorsIdentifiedAtAssessment>
            <AssessmentFactors>3A</AssessmentFactors>
          </FactorsIdentifiedAtAssessment>
        </Assessments>
        <CINPlanDates><CINPlanStartDate>{planned}</CINPlanStartDate></CINPlanDates>
        <ReferralNFA>0</ReferralNFA>
      </CINdetails>
    </Child>
"""
_TAIL = "  </Children>\n</Message>\n"
_UNBORN_ONE_IN = 50


def census(children: int, as_at: date, seed: int = 1) -> Iterator[str]:
    """The file in pieces. Each child has an assessment and a plan that runs; the same for the same seed."""
    drawn = random.Random(seed)
    year = as_at.year if as_at.month > 3 else as_at.year - 1
    yield _HEAD.format(year=year, as_at=as_at)
    for number in range(1, children + 1):
        yield _child(f"DEMO{number:06}", as_at, drawn)
    yield _TAIL


def _child(reference: str, as_at: date, drawn: random.Random) -> str:
    planned = as_at - timedelta(days=drawn.randint(0, 400))
    authorised = planned - timedelta(days=drawn.randint(0, 30))
    started = authorised - timedelta(days=drawn.randint(5, 60))
    referral = started - timedelta(days=drawn.randint(0, 3))
    if drawn.randrange(_UNBORN_ONE_IN) == 0:
        expected = as_at + timedelta(days=drawn.randint(1, 150))
        birth, sex = f"<ExpectedPersonBirthDate>{expected}</ExpectedPersonBirthDate>", "U"
    else:
        born = referral - timedelta(days=drawn.randint(30, 16 * 365))
        birth, sex = f"<PersonBirthDate>{born}</PersonBirthDate>", drawn.choice("MF")
    return _CHILD.format(
        reference=reference,
        birth=birth,
        sex=sex,
        referral=referral,
        started=started,
        authorised=authorised,
        planned=planned,
    )


@click.command()
@click.option("--children", default=300, show_default=True, help="how many")
@click.option("--as-at", required=True, type=click.DateTime(["%Y-%m-%d"]), help="the day the file tells of")
@click.option("--seed", default=1, show_default=True, help="another number, other dates")
def main(children: int, as_at: datetime, seed: int) -> None:
    """Writes the file to the standard output."""
    sys.stdout.writelines(census(children, as_at.date(), seed))


if __name__ == "__main__":
    main()
