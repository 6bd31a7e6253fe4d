/** Draws a text of the course. Everything becomes text: whatever looks like HTML is shown as it was written. */
import { Fragment, type ReactNode } from 'react';
import { blocksOf, type Span, spansOf } from '@/course/markdown';

function Piece({ kind, text }: Span): ReactNode {
  switch (kind) {
    case 'bold':
      return <strong>{text}</strong>;
    case 'italic':
      return <em>{text}</em>;
    case 'code':
      return <code>{text}</code>;
    case 'text':
      return text;
  }
}

function Line({ spans }: { readonly spans: readonly Span[] }): ReactNode {
  return spans.map((span, i) => (
    <Fragment key={i}>
      <Piece {...span} />
    </Fragment>
  ));
}

/** Within a line: no paragraph around it. */
export function Inline({ text }: { readonly text: string }): ReactNode {
  return <Line spans={spansOf(text)} />;
}

/** Paragraphs and lists. */
export function Markdown({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="course-text">
      {blocksOf(text).map((block, i) => {
        if (block.kind === 'paragraph') {
          return (
            <p key={i}>
              <Line spans={block.spans} />
            </p>
          );
        }
        const items = block.items.map((spans, item) => (
          <li key={item}>
            <Line spans={spans} />
          </li>
        ));
        return block.isOrdered ? <ol key={i}>{items}</ol> : <ul key={i}>{items}</ul>;
      })}
    </div>
  );
}
