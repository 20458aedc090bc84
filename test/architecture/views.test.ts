import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../src/root.js'
import { filesBelow } from '../support/source-files.js'

const views = filesBelow('views', '.ejs')
const named = (broken: readonly { name: string }[]) => broken.map((view) => view.name)

describe('views', () => {
  it('print nothing unescaped but other views', () => {
    assert.deepEqual(named(views.filter((view) => /<%-(?!\s*include\()/.test(view.text))), [])
  })

  it('hold no inline script, style or handler, which the content-security policy would bar', () => {
    const inline = /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i
    assert.deepEqual(named(views.filter((view) => inline.test(view.text))), [])
  })

  it('quote every attribute they fill in', () => {
    assert.deepEqual(named(views.filter((view) => view.text.includes('=<%='))), [])
  })

  it('mirror the domains of src', () => {
    const shared = new Set(['layouts', 'partials', 'errors'])
    const folders = new Set(views.map((view) => view.name.split('/')[0] ?? '').filter((folder) => !shared.has(folder)))
    assert.deepEqual(
      [...folders].filter((folder) => !existsSync(path.join(projectRoot, 'src', folder))),
      [],
    )
  })

  it('give every form that changes something its token', () => {
    const forms = views.flatMap((view) =>
      [...view.text.matchAll(/<form[^>]*method="post"[\s\S]*?<\/form>/gi)].map((form) => ({
        name: view.name,
        form: form[0],
      })),
    )
    assert.deepEqual(
      named(forms.filter(({ form }) => !form.includes('name="_csrf"') && !form.includes('partials/csrf'))),
      [],
    )
  })
})
