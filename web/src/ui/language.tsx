import { language, speak } from '../i18n';
import { Button } from './index';

/** Switches between Vietnamese and English; each is named in its own words. */
export function LanguageSwitch() {
  const other = language.value === 'vi' ? 'en' : 'vi';
  return (
    <Button kind="quiet" icon="globe" lang={other} onClick={() => void speak(other)}>
      {other === 'en' ? 'English' : 'Tiếng Việt'}
    </Button>
  );
}
