/** Tabs over one panel at a time. Arrow keys move along the tabs; the panel itself is a Tab stop so that it can be scrolled. */
import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { Tabs as RadixTabs } from 'radix-ui';
import './controls.css';

export interface TabItem {
  readonly id: string;
  readonly label: string;
  readonly content: ReactNode;
  readonly icon?: LucideIcon | undefined;
  /** A short count beside the label, e.g. the number of problems. */
  readonly badge?: string | undefined;
}

export interface TabsProps {
  /** The accessible name of the row of tabs. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly tabs: readonly TabItem[];
  /** Shown at the end of the row, e.g. a button. */
  readonly actions?: ReactNode;
}

export function Tabs({ label, value, onChange, tabs, actions }: TabsProps): ReactNode {
  return (
    <RadixTabs.Root className="ui-tabs" value={value} onValueChange={onChange}>
      <div className="ui-tabs-bar">
        <RadixTabs.List className="ui-tabs-list" aria-label={label}>
          {tabs.map(({ id, label: text, icon: Icon, badge }) => (
            <RadixTabs.Trigger key={id} value={id} className="ui-tab">
              {Icon !== undefined && <Icon aria-hidden className="ui-icon" />}
              {text}
              {badge !== undefined && <span className="ui-tab-badge">{badge}</span>}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        {actions}
      </div>
      {tabs.map(({ id, content }) => (
        <RadixTabs.Content key={id} value={id} className="ui-tabs-content">{content}</RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
