/** The night lamp: lit while a doctor is on duty. Purely a picture; the words beside it say the same. */
export function Lamp({ lit, size = 96 }: { lit: boolean; size?: number }) {
  return (
    <svg
      class={lit ? 'night-lamp lit' : 'night-lamp'}
      width={size}
      height={size}
      viewBox="0 0 96 96"
      aria-hidden="true"
    >
      <defs>
        <radialGradient id="lamplight">
          <stop offset="0" class="near" />
          <stop offset="1" class="far" />
        </radialGradient>
      </defs>
      <circle class="halo" cx="48" cy="56" r="62" fill="url(#lamplight)" />
      <path class="frame" d="M26 70V36c0-12 10-20 22-20s22 8 22 20v34" />
      <path class="body" d="M40 24h16l3 8H37z" />
      <path class="frame" d="M37 32c-6 8-7 24 0 36h22c7-12 6-28 0-36" />
      <path class="flame" d="M48 42c7 9 8 14 8 17a8 8 0 0 1-16 0c0-3 1-8 8-17z" />
      <path class="body" d="M34 68h28l3 12H31z" />
    </svg>
  );
}
