/** Goal: every kind and policy has notes that a reader can use. Method: all of them, as the inspector draws them. */
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { forReaders, hasNotes, notesOf } from './notes-text';
import { NotesBody } from './NotesBody';
import { KINDS } from '@/kinds/registry';
import { POLICIES } from '@/policies/registry';

const ALL = [...[...KINDS.keys()].map((id) => `kinds/${id}`), ...[...POLICIES.keys()].map((id) => `policies/${id}`)];

describe('notes', () => {
  it.each(ALL)('of %s are there, as text, and name no document that is not here', async (of) => {
    expect(hasNotes(of)).toBe(true);
    const text = (await notesOf(of)) ?? '';
    expect(text).not.toMatch(/DOMAIN\.md|COURSE\.md|\(\s*\)/);
    const markup = renderToStaticMarkup(<NotesBody text={text} />);
    expect(markup.length).toBeGreaterThan(200);
    // No mark of Markdown is left over.
    expect(markup.replaceAll(/<code>.*?<\/code>/gs, '')).not.toMatch(/\*\*|^#|^\||`/m);
  });

  it('are none of what is not known', async () => {
    expect(hasNotes('kinds/nothing')).toBe(false);
    expect(await notesOf('kinds/constructor')).toBeNull();
  });

  it('lose references, and keep the sentence around them', () => {
    expect(forReaders('Probes (DOMAIN.md 2.4): every 10 s.')).toBe('Probes: every 10 s.');
    expect(forReaders('(Envoy, Istio; DOMAIN.md 4.4), so')).toBe('(Envoy, Istio), so');
    expect(forReaders('- **Routes** (`routes.ts`, DOMAIN.md 4.5): three orders.')).toBe('- **Routes**: three orders.');
    expect(forReaders('compared (COURSE.md 3, Q3)')).toBe('compared (exercise 3, Q3)');
  });

  it('never become HTML', () => {
    const markup = renderToStaticMarkup(<NotesBody text={'# T\n\nA <img src=x onerror=alert(1)> and [a link](javascript:alert(1)).'} />);
    expect(markup).not.toMatch(/<img|<a |href|onerror=alert\(1\)>(?!.*&gt;)/);
    expect(markup).toContain('&lt;img');
  });
});
