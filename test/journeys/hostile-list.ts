/** What someone sends who means to break something, or does not know what is asked. */
export const markup = `"><script>alert(1)</script><img src=x onerror=alert(2)>`
const sql = `'; DROP TABLE enterprises; --`

/** Numbers no one can mean, with what a person is told. */
export const badNumbers = [
  '-1',
  '0',
  'NaN',
  'Infinity',
  '1e400',
  '1e3',
  '0x10',
  '1,00',
  '1.2.3',
  '三百',
  '300-500',
  markup,
  sql,
  '9'.repeat(199),
]

/** Fields no page of ours sends. */
export const strayFields: readonly Record<string, string | readonly string[]>[] = [
  { $where: '1' },
  { __proto__x: '1', constructor: '1' },
  { 'value[$ne]': '1' },
  { 'need.amountWan': '300' },
  { value: ['300', '400'] },
  { value: '3'.repeat(5000) },
  { unknown: 'yes' },
  { values: Array.from({ length: 200 }, () => '房产') },
]

/** Bodies a program might send to break something. */
export const badBodies: readonly (string | Buffer)[] = [
  '',
  'null',
  '[]',
  '300',
  '"text"',
  '{',
  '{"need.amountWan":}',
  '['.repeat(30_000),
  `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{}}}',
  '{"$where":"1"}',
  '{"need.amountWan":{"$gt":0}}',
  '{"need.amountWan":-1}',
  '{"need.amountWan":NaN}',
  '{"need.amountWan":1e400}',
  '{"need.amountWan":-1e400}',
  '{"need.amountWan":"300"}',
  '{"need.amountWan":"３００"}',
  '{"need.amountWan":null}',
  '{"need.amountWan":true}',
  '{"need.amountWan":300,"need.amountWan":400}',
  '{"need.amountWan":300,"need\\u002eamountWan":400}',
  '{"need.termMonths":1.5}',
  '{"need.purpose":"赌博"}',
  '{"need.securities":"房产"}',
  '{"need.securities":["房产",{"$ne":1}]}',
  '{"enterprise.industry":"9999999"}',
  '{"enterprise.industry":1373}',
  '{"need.greenCode":"99.99"}',
  '{"enterprise.overdueNow":"false"}',
  '{"asOf":"2026-02-30"}',
  '{"asOf":"2026-1-5"}',
  '{"asOf":20261122}',
  '{"asOf":null}',
  JSON.stringify({ [markup]: sql }),
  JSON.stringify({ [`k${'x'.repeat(60_000)}`]: 1 }),
  '{"\\ud800":1}',
  Buffer.from('7b22e5ff223a317d', 'hex'),
  Buffer.from('{"need.purpose":"流动资金"}', 'utf16le'),
]
