/** Notes in Markdown as elements of the page. What is written there stays text: nothing in it becomes HTML. */
import type { ReactNode } from 'react';
import { lexer, type Token, type Tokens } from 'marked';

const isOf = <Kind extends Tokens.Generic>(token: Token, type: string): token is Kind & Token => token.type === type;

/** Words within a paragraph. Links are shown as their words: the page itself opens no other one. */
function words(tokens: readonly Token[] = []): ReactNode {
  return tokens.map((token, i) => {
    if (isOf<Tokens.Strong>(token, 'strong')) return <strong key={i}>{words(token.tokens)}</strong>;
    if (isOf<Tokens.Em>(token, 'em')) return <em key={i}>{words(token.tokens)}</em>;
    if (isOf<Tokens.Codespan>(token, 'codespan')) return <code key={i}>{token.text}</code>;
    if ('tokens' in token && token.tokens) return <span key={i}>{words(token.tokens)}</span>;
    return 'text' in token ? String(token.text) : token.raw;
  });
}

function List({ list }: { readonly list: Tokens.List }): ReactNode {
  const items = list.items.map((item, i) => <li key={i}>{blocks(item.tokens)}</li>);
  return list.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
}

function Table({ table }: { readonly table: Tokens.Table }): ReactNode {
  return (
    <table>
      <thead><tr>{table.header.map((cell, i) => <th key={i} scope="col">{words(cell.tokens)}</th>)}</tr></thead>
      <tbody>
        {table.rows.map((row, i) => <tr key={i}>{row.map((cell, j) => <td key={j}>{words(cell.tokens)}</td>)}</tr>)}
      </tbody>
    </table>
  );
}

function blocks(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, i) => {
    if (isOf<Tokens.Heading>(token, 'heading')) return token.depth === 1 ? null : <h4 key={i}>{words(token.tokens)}</h4>;
    if (isOf<Tokens.List>(token, 'list')) return <List key={i} list={token} />;
    if (isOf<Tokens.Table>(token, 'table')) return <Table key={i} table={token} />;
    if (token.type === 'space' || token.type === 'hr') return null;
    // An item's own words come without a paragraph around them.
    if (isOf<Tokens.Text>(token, 'text')) return <span key={i}>{token.tokens ? words(token.tokens) : token.text}</span>;
    if (isOf<Tokens.Paragraph>(token, 'paragraph')) return <p key={i}>{words(token.tokens)}</p>;
    return <p key={i}>{token.raw}</p>;
  });
}

/** Draws them. */
export function NotesBody({ text }: { readonly text: string }): ReactNode {
  return <div className="kind-notes-text">{blocks(lexer(text))}</div>;
}
