"""The second opinion on recurrence rules: what python-dateutil makes of them.

    python3 packages/schedule/test/golden/make-dateutil.py

writes dateutil.json beside itself (run with python-dateutil 2.9.0.post0, Python 3.11). Every rule is expanded from
several starts in floating wall-clock time; all starts are at 09:00 and rules name no hours, so the days are written
alone. `days` holds what dateutil yields, which need not contain the start: dateutil drops a start that its rule does
not match. test/golden.test.ts lists where we differ from it, and why.
"""
import json
import pathlib
from datetime import datetime
from itertools import islice

from dateutil.rrule import rrulestr

FIRST = 20

# Written for each group: the starts, then the rules expanded from every one of them.
GROUPS = [
    (  # RFC 5545 §3.8.5.3: the examples without hours, from their own kinds of start
        ['1997-09-02', '1997-09-05', '1997-12-30'],
        [
            'FREQ=DAILY;COUNT=10',
            'FREQ=DAILY;UNTIL=19971224T000000Z',
            'FREQ=DAILY;INTERVAL=2',
            'FREQ=DAILY;INTERVAL=10;COUNT=5',
            'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
            'FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1',
            'FREQ=WEEKLY;COUNT=10',
            'FREQ=WEEKLY;UNTIL=19971224T000000Z',
            'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
            'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH',
            'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
            'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
            'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
            'FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR',
            'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
            'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
            'FREQ=MONTHLY;BYMONTHDAY=-3',
            'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15',
            'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1',
            'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
            'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
            'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
            'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
            'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200',
            'FREQ=YEARLY;BYDAY=20MO',
            'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
            'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
            'FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8',
            'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
            'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
            'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
            'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
            'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
            'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
        ],
    ),
    (  # RFC 5545 §3.3.10: the example of WKST
        ['1997-08-05'],
        [
            'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
            'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
        ],
    ),
    (  # month ends, leap days, negative days; 2100 is no leap year
        ['2024-02-29', '2026-01-31', '2026-11-30', '2095-12-31'],
        [
            'FREQ=MONTHLY',
            'FREQ=MONTHLY;INTERVAL=5',
            'FREQ=YEARLY',
            'FREQ=YEARLY;INTERVAL=4',
            'FREQ=YEARLY;BYMONTH=2,4',
            'FREQ=MONTHLY;BYMONTHDAY=31',
            'FREQ=MONTHLY;BYMONTHDAY=-1',
            'FREQ=MONTHLY;BYMONTHDAY=-31',
            'FREQ=MONTHLY;BYMONTHDAY=29,30,31;BYSETPOS=-1',
            'FREQ=MONTHLY;BYMONTHDAY=-1,31',
            'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
            'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1',
            'FREQ=YEARLY;BYMONTHDAY=15,-1',
            'FREQ=YEARLY;BYYEARDAY=366',
            'FREQ=YEARLY;BYYEARDAY=60,-1,-366',
            'FREQ=YEARLY;BYYEARDAY=-1,1;BYDAY=MO,TU,WE',
            'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
            'FREQ=DAILY;INTERVAL=31',
            'FREQ=DAILY;BYMONTHDAY=31,-1',
            'FREQ=DAILY;BYMONTH=2;BYDAY=MO',
        ],
    ),
    (  # weeks and their first day, over the turn of years with 52 and 53 weeks
        ['2026-12-28', '2027-01-02', '2028-12-31'],
        [
            'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU',
            'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU',
            'FREQ=WEEKLY;INTERVAL=3;BYDAY=WE,SA;WKST=TH',
            'FREQ=WEEKLY;INTERVAL=2;BYMONTH=1,12',
            'FREQ=WEEKLY;INTERVAL=1000',
            'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU',
            'FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU;WKST=SU',
            'FREQ=YEARLY;BYWEEKNO=52,53;BYDAY=FR',
            'FREQ=YEARLY;BYWEEKNO=-1;BYDAY=TH',
            'FREQ=YEARLY;BYWEEKNO=-1,10,-20;BYDAY=TU;WKST=SU',
            'FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=12',
            'FREQ=YEARLY;INTERVAL=2;BYWEEKNO=30;BYDAY=WE',
            'FREQ=YEARLY;BYWEEKNO=22',
        ],
    ),
    (  # the nth weekday, and BYSETPOS
        ['2026-03-02', '2026-05-29'],
        [
            'FREQ=MONTHLY;BYDAY=5MO',
            'FREQ=MONTHLY;BYDAY=-5FR',
            'FREQ=MONTHLY;BYDAY=1MO,3WE,-1FR',
            'FREQ=MONTHLY;BYDAY=2TU;BYMONTH=1,4,7,10',
            'FREQ=YEARLY;BYDAY=1MO,-1FR',
            'FREQ=YEARLY;BYDAY=53TH,-53FR',
            'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
            'FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO',
            'FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU',
            'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1',
            'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1',
            'FREQ=MONTHLY;INTERVAL=3;BYDAY=SA,SU;BYSETPOS=2,-2',
            'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5',
            'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1,100',
            'FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1,2,3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1',
            'FREQ=YEARLY;BYYEARDAY=1,100,-1;BYSETPOS=2',
            'FREQ=YEARLY;BYWEEKNO=10,20;BYDAY=MO,FR;BYSETPOS=-1',
            'FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1',
            'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1;COUNT=6',
        ],
    ),
]


def days(rule, start):
    # RFC 5545 has UNTIL in UTC; dateutil wants it as floating as the start is, so the Z comes off: 09:00 UTC is 09:00.
    floating = rule.replace('Z;', ';').removesuffix('Z')
    dates = rrulestr(floating, dtstart=datetime.fromisoformat(f'{start}T09:00'))
    return ' '.join(date.strftime('%Y-%m-%d') for date in islice(dates, FIRST))


cases = [
    {'rule': rule, 'start': start, 'days': days(rule, start)}
    for starts, rules in GROUPS
    for start in starts
    for rule in rules
]
target = pathlib.Path(__file__).with_name('dateutil.json')
target.write_text(json.dumps(cases, indent=2) + '\n')
print(f'{len(cases)} cases in {target.name}')
