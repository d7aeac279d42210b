import { useEffect } from 'preact/hooks';
import './message.css';
import { resumeSending, sending } from './sending';
import { OnItsWay } from './sent';

/** What an earlier page left unsent goes on by itself, and says so where the page begins. */
export function Pending() {
  useEffect(() => void resumeSending(), []);
  return sending.value ? (
    <div class="page pending-message">
      <OnItsWay />
    </div>
  ) : null;
}
