// The page /verify: reads a chosen or dropped file and shows what the check finds. Nothing leaves the browser.
import { checkRecord } from '/js/verify/check-record.js'

const HEADLINES = {
  intact: '记录完整，未发现改动',
  reformatted: '内容完整，未发现改动；文件被重新排版过',
  altered: '记录被改动过，不能作为凭据',
  unreadable: '无法核验这个文件',
}
const LOOKS = { intact: 'ok', reformatted: 'ok', altered: 'stop', unreadable: 'warn' }
const VERDICTS = [
  ['eligible', '符合'],
  ['needs_information', '待补充'],
  ['ineligible', '不符合'],
]
const MOST_SHOWN = 50

const desk = document.getElementById('verify-desk')
const input = document.getElementById('record-file')
const output = document.getElementById('verify-report')
document.getElementById('needs-script').hidden = true
desk.hidden = false

input.addEventListener('change', () => {
  if (input.files.length > 0) void examine(input.files[0])
})
for (const name of ['dragenter', 'dragover']) {
  desk.addEventListener(name, (event) => {
    event.preventDefault()
    desk.classList.add('on')
  })
}
desk.addEventListener('dragleave', () => desk.classList.remove('on'))
desk.addEventListener('drop', (event) => {
  event.preventDefault()
  desk.classList.remove('on')
  const [file] = event.dataTransfer.files
  if (file !== undefined) void examine(file)
})

async function examine(file) {
  output.replaceChildren(element('p', '正在核验…'))
  try {
    show(file.name, checkRecord(await file.text()))
  } catch {
    show(file.name, { kind: 'unreadable', findings: [{ message: '浏览器读不出这个文件，请重新选择' }], record: null })
  }
}

function show(name, { kind, findings, record }) {
  const box = element('div')
  box.className = `note ${LOOKS[kind]}`
  box.append(element('h2', HEADLINES[kind]), element('p', `文件：${name}`))
  if (findings.length > 0) box.append(listOf(findings))
  output.replaceChildren(box)
  if (record !== null) output.append(summaryOf(record))
}

function listOf(findings) {
  const list = element('ul')
  list.append(...findings.slice(0, MOST_SHOWN).map(({ message }) => element('li', message)))
  if (findings.length > MOST_SHOWN) list.append(element('li', `另有 ${findings.length - MOST_SHOWN} 处，未逐一列出`))
  return list
}

function summaryOf(record) {
  const count = (verdict) => record.results.filter((result) => result.verdict === verdict).length
  const pairs = element('dl')
  pairs.className = 'pairs'
  for (const [term, value] of [
    ['测评日期', record.asOf],
    ['目录版本', record.catalogue],
    ['引擎版本', record.engine],
    ['参照数据', record.reference],
    ['结论', VERDICTS.map(([verdict, word]) => `${word} ${count(verdict)} 个`).join('，')],
    ['总校验值', record.hash],
  ]) {
    const pair = element('div')
    pair.append(element('dt', term), element('dd', String(value)))
    pairs.append(pair)
  }
  return pairs
}

function element(tag, text = '') {
  const made = document.createElement(tag)
  made.textContent = text
  return made
}
