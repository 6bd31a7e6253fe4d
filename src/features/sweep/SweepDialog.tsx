/** The door to sweeps: a dialog whose inside comes later than the page, with the charts. Opened by `showSweep`. */
import type { ReactNode } from 'react';
import { setSweep, useSweep } from './session';
import { Dialog, wanted } from '@/ui';

const SweepPanel = wanted(
  async () => (await import('./SweepPanel')).SweepPanel,
  () => <div className="sweep-loading" aria-busy="true" />,
);

/** Stands once on the page. A sweep goes on while the dialog is closed. */
export function SweepDialog(): ReactNode {
  const isOpen = useSweep((state) => state.isOpen);
  const close = (): void => setSweep({ isOpen: false });
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      size="wide"
      title="Sweep"
      description="Vary one or two settings over several seeds and see what they do to any figure."
    >
      <SweepPanel onOpened={close} />
    </Dialog>
  );
}
