import { render } from 'preact';
import '../ui/ui.css';

render(<main class="page" />, document.getElementById('app') as HTMLElement);
