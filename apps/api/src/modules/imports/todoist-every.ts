/** What `every …` says. */
export interface Every {
  /** an RRULE */
  rule: string;
  /** HH:MM */
  time?: string;
  /** YYYY-MM-DD, where it says when to begin */
  starting?: string;
  /** `every!`: counted from the day it was done */
  fromCompletion: boolean;
}

/** Reads a day that comes once, as in `starting 1 nov`: YYYY-MM-DD. */
type ReadDay = (text: string) => string | undefined;

/** Reads what Todoist documents of dates that come again, in English and lower case; undefined where it is none of these. */
export function readEvery(text: string, readDay: ReadDay): Every | undefined {
  const { rest: timeless, time } = takeTime(text);
  const head =
    /^(?:(?:every|ev|each)(?<bang>!)? ?|(?<after>after) |(?=(?:daily|weekly|monthly|quarterly|yearly|annually)\b))(?<body>.+)$/.exec(
      timeless,
    );
  if (!head?.groups) return undefined;
  const { bang, after, body = '' } = head.groups;
  const ends = takeEnds(body, readDay);
  if (!ends) return undefined;
  const pattern = patterns.map(([expression, write]) => write(expression.exec(ends.body))).find(Boolean);
  if (!pattern) return undefined;
  const rule = ends.until ? `${pattern.rule};UNTIL=${ends.until.replaceAll('-', '')}` : pattern.rule;
  const at = time ?? pattern.time;
  return {
    rule,
    fromCompletion: bang === '!' || after !== undefined,
    ...(at && { time: at }),
    ...(ends.starting && { starting: ends.starting }),
  };
}

const timePattern =
  /(?:^| )(?:(?:at |@ ?)(?<hour>\d{1,2})(?::(?<minute>\d\d))? ?(?<half>am|pm)?|(?<hour2>\d{1,2}):(?<minute2>\d\d) ?(?<half2>am|pm)?|(?<hour3>\d{1,2}) ?(?<half3>am|pm)|(?:at )?(?<name>noon|midnight))(?= |,|$)/;

/** Takes a time of day out of the text, wherever it stands. */
function takeTime(text: string): { rest: string; time?: string } {
  const found = timePattern.exec(text);
  if (!found?.groups) return { rest: text };
  const rest = (text.slice(0, found.index) + text.slice(found.index + found[0].length)).trim();
  const { hour, hour2, hour3, minute, minute2, half, half2, half3, name } = found.groups;
  if (name) return { rest, time: name === 'noon' ? '12:00' : '00:00' };
  const read = Number(hour ?? hour2 ?? hour3);
  const meridiem = half ?? half2 ?? half3;
  const hours = meridiem === undefined ? read : (read % 12) + (meridiem === 'pm' ? 12 : 0);
  const minutes = Number(minute ?? minute2 ?? 0);
  // left in, it is not understood
  if (hours > 23 || minutes > 59 || (meridiem !== undefined && (read < 1 || read > 12))) return { rest: text };
  return { rest, time: `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}` };
}

/** Takes `starting …`, `until …` and `for 3 weeks` from the end of the text; undefined where one is not understood. */
function takeEnds(text: string, readDay: ReadDay): { body: string; starting?: string; until?: string } | undefined {
  const lasting = / for (\d{1,3}) (day|week|month|year)s?$/.exec(text);
  const beforeFor = lasting ? text.slice(0, lasting.index) : text;
  const ending = / (?:until|till?|ending|to) (.+?)$/.exec(beforeFor);
  const beforeUntil = ending ? beforeFor.slice(0, ending.index) : beforeFor;
  const beginning = / (?:starting|starts|beginning|from)(?: on)? (.+?)$/.exec(beforeUntil);
  const body = beginning ? beforeUntil.slice(0, beginning.index) : beforeUntil;
  const starting = beginning?.[1] === undefined ? undefined : readDay(beginning[1]);
  let until = ending?.[1] === undefined ? undefined : readDay(ending[1]);
  if ((beginning && !starting) || (ending && !until)) return undefined;
  if (lasting) {
    const from = starting ?? readDay('today');
    if (!from || until) return undefined;
    until = addTo(from, Number(lasting[1]), lasting[2] ?? '');
  }
  return { body: body.trim(), ...(starting && { starting }), ...(until && { until }) };
}

function addTo(day: string, count: number, unit: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (unit === 'day' || unit === 'week') date.setUTCDate(date.getUTCDate() + count * (unit === 'week' ? 7 : 1));
  else date.setUTCMonth(date.getUTCMonth() + count * (unit === 'year' ? 12 : 1));
  return date.toISOString().slice(0, 10);
}

const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const ordinal = '(?:\\d{1,2}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|last)';
const between = '(?: ?(?:,|&|and) ?(?:and )?| )';
const list = (item: string) => `${item}(?:${between}${item})*`;

type Pattern = { rule: string; time?: string };
type Write = (match: RegExpExecArray | null) => Pattern | undefined;
const when =
  (write: (parts: (string | undefined)[]) => Pattern | undefined): Write =>
  (match) =>
    match ? write([...match].slice(1)) : undefined;

/** The forms, each with what it means; the first that fits counts. */
const patterns: [RegExp, Write][] = [
  [/^(daily|weekly|monthly|quarterly|yearly|annually)$/, when(([name = '']) => ({ rule: named[name] ?? '' }))],
  [/^(?:(other|\d{1,3})(?:nd|rd|th)? )?(day|week|month|quarter|year)s?$/, when(writeInterval)],
  [
    /^(morning|afternoon|evening|night)$/,
    when(([part = '']) => ({ rule: 'FREQ=DAILY', time: partsOfDay[part] ?? '' })),
  ],
  [/^(?:weekday|workday)s?$/, when(() => ({ rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' }))],
  [/^weekends?$/, when(() => ({ rule: 'FREQ=WEEKLY;BYDAY=SA' }))],
  [new RegExp(`^(other )?(${list(weekday)})$`), when(writeWeekdays)],
  [/^last day(?: of (?:the|every|each) month)?$/, when(() => ({ rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' }))],
  [new RegExp(`^(${list(`${ordinal} (?:workday|weekday)`)})(?: of (?:the|every|each) month)?$`), when(writeWorkdays)],
  [
    new RegExp(`^(${list(`${ordinal} ${weekday}`)})(?: (?:of )?(?:(?:the|every|each) month|(${month})))?$`),
    when(writeNthWeekdays),
  ],
  [new RegExp(`^(${list('\\d{1,2}(?:st|nd|rd|th)?')})(?: of (?:the|every|each) month)?$`), when(writeMonthDays)],
  [
    new RegExp(`^(${list(`(?:${month} \\d{1,2}(?:st|nd|rd|th)?|\\d{1,2}(?:st|nd|rd|th)? (?:of )?${month})`)})$`),
    when(writeYearDays),
  ],
];

const named: Record<string, string> = {
  daily: 'FREQ=DAILY',
  weekly: 'FREQ=WEEKLY',
  monthly: 'FREQ=MONTHLY',
  quarterly: 'FREQ=MONTHLY;INTERVAL=3',
  yearly: 'FREQ=YEARLY',
  annually: 'FREQ=YEARLY',
};

const partsOfDay: Record<string, string> = { morning: '09:00', afternoon: '12:00', evening: '19:00', night: '22:00' };

const frequencies: Record<string, [frequency: string, times: number]> = {
  day: ['DAILY', 1],
  week: ['WEEKLY', 1],
  month: ['MONTHLY', 1],
  quarter: ['MONTHLY', 3],
  year: ['YEARLY', 1],
};

function writeInterval([count = '1', unit = '']: (string | undefined)[]): Pattern {
  const [frequency, times] = frequencies[unit] ?? ['DAILY', 1];
  return { rule: `FREQ=${frequency};INTERVAL=${(count === 'other' ? 2 : Number(count)) * times}` };
}

function writeWeekdays([other, days = '']: (string | undefined)[]): Pattern {
  return { rule: `FREQ=WEEKLY;INTERVAL=${other ? 2 : 1};BYDAY=${wordsOf(days, weekday).map(weekdayName).join()}` };
}

function writeWorkdays([days = '']: (string | undefined)[]): Pattern {
  const positions = wordsOf(days, `${ordinal}(?= )`).map(numberOf);
  return { rule: `FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${positions.join()}` };
}

function writeNthWeekdays([days = '', inMonth]: (string | undefined)[]): Pattern {
  const numbered = wordsOf(days, `${ordinal} ${weekday}`).map((words) => {
    const [nth = '', day = ''] = words.split(' ');
    return `${numberOf(nth)}${weekdayName(day)}`;
  });
  const frequency = inMonth ? `FREQ=YEARLY;BYMONTH=${monthNumber(inMonth)}` : 'FREQ=MONTHLY';
  return { rule: `${frequency};BYDAY=${numbered.join()}` };
}

function writeMonthDays([days = '']: (string | undefined)[]): Pattern {
  return { rule: `FREQ=MONTHLY;BYMONTHDAY=${wordsOf(days, '\\d{1,2}').map(Number).join()}` };
}

/** Several days of the year are one rule only where they are the same days of each of the months. */
function writeYearDays([days = '']: (string | undefined)[]): Pattern | undefined {
  const months = new Set(wordsOf(days, month).map(monthNumber));
  const ofMonth = new Set(wordsOf(days, '\\d{1,2}').map(Number));
  const count = wordsOf(days, month).length;
  if (months.size * ofMonth.size !== count) return undefined;
  return { rule: `FREQ=YEARLY;BYMONTH=${[...months].join()};BYMONTHDAY=${[...ofMonth].join()}` };
}

function wordsOf(text: string, word: string): string[] {
  return text.match(new RegExp(`\\b${word}`, 'g')) ?? [];
}

function weekdayName(word: string): string {
  return word.slice(0, 2).toUpperCase();
}

function monthNumber(word: string): number {
  return 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(word.slice(0, 3)) / 3 + 1;
}

const ordinals: Record<string, number> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5, last: -1 };

function numberOf(word: string): number {
  return ordinals[word] ?? Number.parseInt(word, 10);
}
