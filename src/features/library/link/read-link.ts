/** The reader of links, fetched when there is a link to read. */
import type { LinkReading } from '@/scenario/link';

/** Reads a fragment with code that comes only now. Never rejects; what is wrong is told under the place `link`. */
export async function readLink(fragment: string): Promise<LinkReading> {
  try {
    const { readFragment } = await import('./address');
    return await readFragment(fragment);
  } catch {
    return { ok: false, problems: [{ path: 'link', message: 'the part of this page that reads links could not be loaded: try again' }] };
  }
}
