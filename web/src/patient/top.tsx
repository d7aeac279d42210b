import { common } from '../i18n/common';
import { Button } from '../ui';

/** The way back, at the top of every screen but the first. */
export function Top() {
  return (
    <div class="top">
      <Button kind="quiet" icon="back" onClick={() => history.back()}>
        {common().back}
      </Button>
    </div>
  );
}
