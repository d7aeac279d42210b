import type { ComponentChildren } from 'preact';
import { Card } from '../ui';

/** One part of a page with its title and, where it counts something, how many. */
export function Part({ title, count, children }: { title: string; count?: number; children: ComponentChildren }) {
  return (
    <Card class="stack" aria-label={title}>
      <h2 class="row apart">
        <span>{title}</span>
        {count !== undefined && count > 0 && <span class="count number">{count}</span>}
      </h2>
      {children}
    </Card>
  );
}
