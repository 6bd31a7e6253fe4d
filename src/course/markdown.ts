/**
 * The Markdown of the course's texts, as far as they use it: paragraphs, lists, headings as bold lines, **bold**, *italic*,
 * `code`. The outcome is plain data; nothing in a text can become an element of the page that is not named here.
 */

/** A piece of a line. */
export interface Span {
  readonly kind: 'text' | 'bold' | 'italic' | 'code';
  readonly text: string;
}

/** A block of a text. */
export type Block =
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Span[])[] };

const SPAN = /`([^`]+)`|\*\*(.+?)\*\*|\*(?!\s)([^*]+?)\*/g;
const ITEM = /^\s*(?:([-*])|(\d{1,3})[.)])\s+(.*)$/;

/** The pieces of one line. */
export function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const match of line.matchAll(SPAN)) {
    const [whole, code, bold, italic] = match;
    if (match.index > at) spans.push({ kind: 'text', text: line.slice(at, match.index) });
    if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (bold !== undefined) spans.push({ kind: 'bold', text: bold.replaceAll('`', '') });
    else spans.push({ kind: 'italic', text: italic ?? '' });
    at = match.index + whole.length;
  }
  if (at < line.length) spans.push({ kind: 'text', text: line.slice(at) });
  return spans;
}

/** Collects lines into blocks. Items that blank lines part are one list still, so that their numbers go on. */
class Blocks {
  readonly done: Block[] = [];
  private lines: string[] = [];
  private items: string[] = [];
  private isOrdered = false;

  take(line: string): void {
    const item = ITEM.exec(line);
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    if (item) this.item(item[3] ?? '', item[2] !== undefined);
    else if (heading) {
      this.close();
      this.done.push({ kind: 'paragraph', spans: [{ kind: 'bold', text: heading[1] ?? '' }] });
    } else if (line.trim() === '') this.endParagraph();
    else if (this.items.length > 0 && /^\s/.test(line)) this.items.push(`${this.items.pop() ?? ''} ${line.trim()}`);
    else {
      this.endList();
      this.lines.push(line.trim());
    }
  }

  close(): void {
    this.endParagraph();
    this.endList();
  }

  private item(text: string, isOrdered: boolean): void {
    this.endParagraph();
    if (isOrdered !== this.isOrdered) this.endList();
    this.isOrdered = isOrdered;
    this.items.push(text);
  }

  private endParagraph(): void {
    if (this.lines.length > 0) this.done.push({ kind: 'paragraph', spans: spansOf(this.lines.join(' ')) });
    this.lines = [];
  }

  private endList(): void {
    if (this.items.length > 0) this.done.push({ kind: 'list', isOrdered: this.isOrdered, items: this.items.map(spansOf) });
    this.items = [];
  }
}

/** The blocks of a text. */
export function blocksOf(text: string): readonly Block[] {
  const blocks = new Blocks();
  for (const line of text.split('\n')) blocks.take(line);
  blocks.close();
  return blocks.done;
}
