/** The operator's face: what it watches, and what it would do. */
import type { ReactNode } from 'react';
import { Wrench } from 'lucide-react';
import type { FaceProps } from '../face-contract';
import type { KindFace } from '../faces';
import type { OperatorSettings } from './settings';
import '../faces.css';

const SIGHTS = { crashed: 'pods down', overloaded: 'overload', 'error-rate': 'failures' } as const;

function Face({ settings, isBrief }: FaceProps): ReactNode {
  const { watches, sees } = settings as OperatorSettings;
  if (isBrief) return <p className="face-note">{watches === '' ? 'watches nothing' : watches}</p>;
  return <p className="face-note">{watches === '' ? 'watches nothing' : `looks for ${SIGHTS[sees.kind]} at ${watches}`}</p>;
}

/** How the page draws an operator. */
export const operatorFace: KindFace = { icon: Wrench, size: 'small', Face, words: { idle: 'Watching', busy: 'Acting' } };
