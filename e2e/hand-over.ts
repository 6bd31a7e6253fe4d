/** Gives the page a text as somebody does who pastes it or drops a file. */
import type { Page } from '@playwright/test';

export function handOver(page: Page, way: 'paste' | 'drop', text: string): Promise<void> {
  return page.evaluate(([what, content]) => {
    const data = new DataTransfer();
    if (what === 'paste') data.setData('text/plain', content);
    else data.items.add(new File([content], 'dropped.json', { type: 'application/json' }));
    const options = { bubbles: true, cancelable: true };
    document.body.dispatchEvent(what === 'paste'
      ? new ClipboardEvent('paste', { ...options, clipboardData: data })
      : new DragEvent('drop', { ...options, dataTransfer: data }));
  }, [way, text] as const);
}
