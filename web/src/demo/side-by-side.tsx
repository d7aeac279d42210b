import { useSignal } from '@preact/signals';
import { Button, Icon, Lamp } from '../ui';
import { LanguageSwitch } from '../ui/language';
import { d } from './words';

const ALLOW = 'camera; microphone; autoplay; fullscreen; screen-wake-lock';

/** One call from both ends. Each frame is a page of its own with its own cookie; they know nothing of each other. */
export function SideBySide() {
  const showing = useSignal(1);
  return (
    <>
      <header class="landing-head">
        <a class="brand" href="/">
          <Lamp lit size={40} />
          <span>{d().home}</span>
        </a>
        <div class="row">
          <Button icon="flip" onClick={() => showing.value++}>
            {d().again}
          </Button>
          <LanguageSwitch />
        </div>
      </header>
      <main class="side-by-side">
        <h1 class="unseen">{d().watch}</h1>
        <p class="center">
          <strong>{d().steps}</strong> <span class="soft">{d().stepsMore}</span>
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
              <iframe src="/demo/doctor?auto" title={d().screenOf} allow={ALLOW} />
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
