/** A link to this very moment, to copy or to scan, and how much those who open it may change. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Check, Copy } from 'lucide-react';
import { AddressHelp } from './AddressHelp';
import { MAX_QR, QrCode } from './QrCode';
import { linkTo, type ShareLink } from '../link/address';
import { clockText } from '../../shared/words';
import { type Mode, MODE_WORDS, MODES } from '../../shared/locks';
import type { Moment } from '@/scenario/link';
import type { Scenario } from '@/scenario/schema';
import { announce, Button, Dialog, SelectField, Switch } from '@/ui';

/** What is shared: taken when the dialog opens, so that a run that goes on does not change the link under the hand. */
export interface Shared {
  readonly scenario: Scenario;
  readonly moment: Moment;
  /** It was changed since it was opened, perhaps in the middle of its run. */
  readonly hasChanges: boolean;
}

const MODE_OPTIONS = MODES.map((value) => ({ value, label: `${MODE_WORDS[value].label}: ${MODE_WORDS[value].text.toLowerCase()}` }));

/** Failing to pack is a failing of the browser; it is told like any other link that cannot be made. */
async function madeLink(scenario: Scenario, moment: Moment): Promise<ShareLink> {
  try {
    return await linkTo(window.location.href, scenario, moment);
  } catch {
    return { ok: false, message: 'This browser cannot make links. Save the scenario as a file and send that.' };
  }
}

function useLink({ scenario, moment }: Shared, mode: Mode, isMoment: boolean): ShareLink | null {
  const [link, setLink] = useState<ShareLink | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const shared = { ...scenario, locks: { ...scenario.locks, mode } };
    const at = isMoment ? moment : { ...moment, atUs: 0, isPlaying: true };
    const make = async (): Promise<void> => {
      const made = await madeLink(shared, at);
      if (isCurrent) setLink(made);
    };
    void make();
    return () => {
      isCurrent = false;
    };
  }, [scenario, moment, mode, isMoment]);
  return link;
}

function LinkField({ address }: { readonly address: string }): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<string | null>(null);
  const isCopied = copied === address;
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(address);
      setCopied(address);
      announce('Link copied');
    } catch {
      announce('The browser does not let the page copy. The link is selected: press Control and C.');
    }
  };
  return (
    <div className="library-link">
      <label htmlFor="library-link-field" className="ui-field-label">Link</label>
      <div className="library-link-row">
        <input id="library-link-field" ref={field} className="library-link-field" readOnly value={address}
          onFocus={() => field.current?.select()} />
        <Button variant="primary" icon={isCopied ? Check : Copy} onClick={() => void copy()}>{isCopied ? 'Copied' : 'Copy link'}</Button>
      </div>
    </div>
  );
}

function LinkWords({ link }: { readonly link: Extract<ShareLink, { ok: true }> }): ReactNode {
  const { length } = link.address;
  return (
    <>
      <p className="ui-muted">
        {`${length} characters. Everything is in the link itself: no server sees or keeps it.`}
        {link.isLong && ' It is long: some chats and mail programs cut such links, a file is safer.'}
      </p>
      {length > MAX_QR && (
        <p className="ui-muted">It is too long for a QR code (over {MAX_QR} characters): copy the link, or export a file.</p>
      )}
    </>
  );
}

function Body({ shared }: { readonly shared: Shared }): ReactNode {
  const [mode, setMode] = useState<Mode>(shared.scenario.locks.mode);
  const [isMoment, setMoment] = useState(shared.moment.atUs > 0);
  const link = useLink(shared, mode, isMoment);
  return (
    <div className="library-share">
      <div className="library-share-words">
        {link?.ok && <LinkField address={link.address} />}
        {link && !link.ok && <p role="alert">{link.message}</p>}
        {link?.ok && <LinkWords link={link} />}
        {shared.hasChanges && (
          <p className="ui-muted">
            Settings that you changed while it ran count from the beginning of the run in the link. Faults keep their moments.
          </p>
        )}
        <Switch label={`Open it at this moment, ${clockText(shared.moment.atUs)}`} isOn={isMoment} onChange={setMoment} />
        <SelectField label="Who opens it may" value={mode} options={MODE_OPTIONS} onChange={setMode} layout="stack" />
        <details className="library-details">
          <summary>Addresses for the classroom</summary>
          <AddressHelp />
        </details>
      </div>
      {link?.ok && <QrCode text={link.address} label="QR code of the link" />}
    </div>
  );
}

/** See the file's header. `shared` is null while the dialog is closed. */
export function ShareDialog({ shared, onClose }: { readonly shared: Shared | null; readonly onClose: () => void }): ReactNode {
  if (!shared) return null;
  return (
    <Dialog isOpen onClose={onClose} size="wide" title="Share"
      description="The link opens this scenario with its seed, speed and view: others see the same run on their own machine.">
      <Body shared={shared} />
    </Dialog>
  );
}
