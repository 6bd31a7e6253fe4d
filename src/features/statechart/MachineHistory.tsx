/** What the machine of a wire has done so far; pressing a line goes to that moment. */
import type { ReactNode } from 'react';
import { ChangeList } from './ChangeList';
import { useTransitions } from '../shared/playground';
import './machine-card.css';

const modeText = (mode: string): string => mode.toUpperCase();

/** Draws the list. */
export function MachineHistory({ wireId }: { readonly wireId: string }): ReactNode {
  const all = useTransitions().filter(({ where, machine }) => where === wireId && !machine.startsWith('fault '));
  return <ChangeList changes={all} wordOf={modeText} />;
}
