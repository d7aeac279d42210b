import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button, Icon, Lamp } from '../ui';
import { LanguageSwitch } from '../ui/language';
import { heard, type Stage } from './stage';
import { d } from './words';

const ALLOW = 'camera; microphone; autoplay; fullscreen; screen-wake-lock';

/** One call from both ends. Each frame is a page of its own; the doctor's says how far the call is, for the line above. */
export function SideBySide() {
  const showing = useSignal(1);
  const stage = useSignal<Stage>('ringing');
  const doctor = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const hear = (event: MessageEvent) => {
      stage.value = heard(event, doctor.current?.contentWindow) ?? stage.value;
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, []);
  const again = () => {
    stage.value = 'ringing';
    showing.value++;
  };
  return (
    <>
      <header class="landing-head watching">
        <a class="brand" href="/">
          <Lamp lit size={40} />
          <span>{d().home}</span>
        </a>
        <div class="row">
          <Button icon="flip" onClick={again}>
            {d().again}
          </Button>
          <LanguageSwitch />
        </div>
      </header>
      <main class="side-by-side">
        <h1 class="unseen">{d().watch}</h1>
        <p class="center" role="status">
          <strong>{d().steps[stage.value]}</strong> <span class="soft narrow-only">{d().scroll}</span>{' '}
          {stage.value === 'ringing' && <span class="soft">{d().stepsMore}</span>}
        </p>
        <div class="frames" key={showing.value}>
          <figure class="phone">
            <div class="bezel">
              <iframe src="/demo/patient?auto&muted" title={d().phoneOf} allow={ALLOW} />
            </div>
            <figcaption>
              <Icon name="phone" /> {d().phoneOf}
            </figcaption>
          </figure>
          <figure class="laptop">
            <div class="bezel">
              <iframe ref={doctor} src="/demo/doctor?auto" title={d().screenOf} allow={ALLOW} />
            </div>
            <figcaption>
              <Icon name="camera" /> {d().screenOf}
            </figcaption>
          </figure>
        </div>
      </main>
    </>
  );
}
