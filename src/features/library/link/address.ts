/**
 * Addresses that hold a moment: `#s=1.<packed>`. The part behind the hash never leaves the browser, so a shared scenario is seen
 * by nobody but the people who have the link.
 */
import { NAME } from './fragment';
import { type CodecFailure, LONG_PACKED, MAX_PACKED, MAX_UNPACKED, pack, unpack } from './codec';
import { type LinkReading, type Moment, readMoment, writeMoment } from '@/scenario/link';
import type { Scenario } from '@/scenario/schema';

/** The way of packing. Another one gets another number, so that old links stay readable. */
const FORM = '1';

/** A link, or why there is none. */
export type ShareLink =
  | { readonly ok: true; readonly address: string; readonly isLong: boolean }
  | { readonly ok: false; readonly message: string };

/** The address for a moment. `page` is the address of the page; what it has behind `?` or `#` is left out. */
export async function linkTo(page: string, scenario: Scenario, moment: Moment): Promise<ShareLink> {
  const text = writeMoment(scenario, moment);
  const packed = text.length > MAX_UNPACKED ? null : await pack(text);
  if (packed === null || packed.length > MAX_PACKED) {
    return { ok: false, message: 'This scenario is too large for a link. Save it as a file and send the file.' };
  }
  const address = `${page.replace(/[?#].*$/, '')}#${NAME}=${FORM}.${packed}`;
  return { ok: true, address, isLong: packed.length > LONG_PACKED };
}

const SENTENCES: Readonly<Record<CodecFailure, string>> = {
  'too-long': `it is longer than ${MAX_PACKED} characters, more than this page writes: ask for a file instead`,
  'not-base64url': 'it holds letters that no link has: copy it once more, whole and without blanks',
  damaged: 'a part of it is missing or changed: copy it once more, from the first to the last letter',
  'too-large': 'it would unfold to more than a scenario may hold: ask whoever sent it for a file',
  'not-text': 'what it holds is no text: ask for the link once more',
};

/** Reads a fragment. Never throws; what is wrong with it is told under the place `link`. */
export async function readFragment(fragment: string): Promise<LinkReading> {
  const wrong = (message: string): LinkReading => ({ ok: false, problems: [{ path: 'link', message }] });
  const [, form = '', packed = ''] = new RegExp(`^#?${NAME}=([^.]*)\\.?(.*)$`, 's').exec(fragment) ?? [];
  if (form !== FORM) return wrong('it was made by another version of this page: ask for a file instead');
  const unpacked = await unpack(packed);
  return unpacked.ok ? readMoment(unpacked.text) : wrong(SENTENCES[unpacked.failure]);
}
