import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon';

export { Icon, type IconName } from './icon';
export { Lamp } from './lamp';

type ButtonProps = Omit<JSX.IntrinsicElements['button'], 'icon' | 'size'>;
export type ButtonKind = 'plain' | 'primary' | 'quiet' | 'accept' | 'danger' | 'call';

/** One deed, in words; an icon may stand beside them. `call` is the big green one. */
export function Button({
  kind = 'plain',
  icon,
  wide,
  children,
  class: extra = '',
  ...rest
}: ButtonProps & { kind?: ButtonKind; icon?: IconName; wide?: boolean; class?: string }) {
  return (
    <button type="button" class={`button ${kind} ${wide ? 'wide' : ''} ${extra}`} {...rest}>
      {icon && <Icon name={icon} size={kind === 'call' ? 34 : 26} />}
      <span>{children}</span>
    </button>
  );
}

/** A round in-call control with its word under it. `pressed` marks something that is off or open. */
export function Control({
  icon,
  word,
  tone = '',
  pressed,
  ...rest
}: ButtonProps & { icon: IconName; word: string; tone?: '' | 'danger' | 'accept'; pressed?: boolean }) {
  return (
    <button type="button" class={`control ${tone}`} aria-pressed={pressed} {...rest}>
      <span class="disc">
        <Icon name={icon} size={28} />
      </span>
      <span>{word}</span>
    </button>
  );
}

export function Card({ children, class: extra = '', ...rest }: JSX.IntrinsicElements['section'] & { class?: string }) {
  return (
    <section class={`card ${extra}`} {...rest}>
      {children}
    </section>
  );
}

const NOTICE_ICON = { info: 'info', warn: 'warn', danger: 'warn', good: 'check' } as const;

/** Something to know. `danger` and `warn` are announced at once, the rest politely. */
export function Notice({
  tone = 'info',
  title,
  children,
}: {
  tone?: keyof typeof NOTICE_ICON;
  title?: string;
  children?: ComponentChildren;
}) {
  return (
    <div class={`notice ${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon name={NOTICE_ICON[tone]} />
      <div class="stack tight grow">
        {title && <strong>{title}</strong>}
        {children && <div>{children}</div>}
      </div>
    </div>
  );
}

export function Pill({ tone = '', children }: { tone?: '' | 'lamp' | 'good' | 'danger'; children: ComponentChildren }) {
  return <span class={`pill ${tone}`}>{children}</span>;
}

type InputProps = JSX.IntrinsicElements['input'];

/** A labelled input. `onText` gets the text on every change. */
export function Field({
  label,
  hint,
  fault,
  onText,
  class: extra = '',
  ...rest
}: InputProps & {
  label: string;
  hint?: string;
  fault?: string | null;
  onText?: (text: string) => void;
  class?: string;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <input
        id={id}
        class={`input ${extra}`}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={[hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined}
        onInput={(event) => onText?.(event.currentTarget.value)}
        {...rest}
      />
      {fault && (
        <span class="fault" id={`${id}-fault`} role="alert">
          {fault}
        </span>
      )}
    </div>
  );
}

/** A labelled text area. */
export function TextField({
  label,
  hint,
  onText,
  ...rest
}: JSX.IntrinsicElements['textarea'] & { label: string; hint?: string; onText?: (text: string) => void }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <textarea
        id={id}
        class="input"
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onText?.(event.currentTarget.value)}
        {...rest}
      />
    </div>
  );
}

/** One of several, as chips. Arrow keys move, as in any radio group. */
export function Choice<V extends string>({
  label,
  options,
  value,
  onChoose,
  hideLabel,
}: {
  label: string;
  options: { value: V; label: ComponentChildren }[];
  value: V | null;
  onChoose: (value: V) => void;
  hideLabel?: boolean;
}) {
  const group = useRef<HTMLDivElement>(null);
  const at = options.findIndex((option) => option.value === value);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (Math.max(at, 0) + step + options.length) % options.length;
    const option = options[next];
    if (!option) return;
    onChoose(option.value);
    group.current?.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus();
  };
  return (
    <div class="field">
      <span class={hideLabel ? 'unseen' : 'label'}>{label}</span>
      <div class="chips" role="radiogroup" aria-label={label} ref={group} onKeyDown={move}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useSemanticElements: a chip holds more than a radio input can, and is one all the same
          <button
            type="button"
            key={option.value}
            class="chip"
            role="radio"
            aria-checked={option.value === value}
            tabIndex={index === Math.max(at, 0) ? 0 : -1}
            onClick={() => onChoose(option.value)}
          >
            {option.label}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Initials in lamplight: the given name's first letter last, as people are called here. */
export function Avatar({ name, size = '' }: { name: string; size?: '' | 'small' | 'large' }) {
  const words = name.trim().split(/\s+/);
  const initials = (words.length > 1 ? [words[0], words[words.length - 1]] : words).map((word) => word?.[0] ?? '');
  return (
    <span class={`avatar ${size}`} aria-hidden="true">
      {initials.join('').toLocaleUpperCase('vi')}
    </span>
  );
}

/** Work under way, always with its sentence. */
export function Waiting({ children }: { children: ComponentChildren }) {
  return (
    <div class="waiting" role="status">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span>{children}</span>
    </div>
  );
}

/** "Cấp cứu? Gọi 115", on every screen from the first moment. */
export function EmergencyStrip({ number, words, onTap }: { number: string; words: string; onTap?: () => void }) {
  return (
    <aside class="strip115-place" aria-label={words}>
      <a class="strip115" href={`tel:${number}`} onClick={onTap}>
        <Icon name="phone" />
        <span>{words}</span>
      </a>
    </aside>
  );
}

/** A question that has to be answered first: the browser's own modal dialog. Escape means onClose. */
export function Dialog({
  open,
  title,
  onClose,
  children,
}: {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) box.current?.showModal();
    else box.current?.close();
  }, [open]);
  return (
    <dialog
      ref={box}
      class="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="stack">
        <h2 id={id}>{title}</h2>
        {open && children}
      </div>
    </dialog>
  );
}

/** An empty list: what will appear here, and what to do. */
export function Empty({ children }: { children: ComponentChildren }) {
  return <div class="empty">{children}</div>;
}
