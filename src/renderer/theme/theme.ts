import './tokens.css';
import './base.css';
import './components.css';
import './shell.css';
import './lesson.css';
import './device.css';
import './files.css';
import './terminal.css';
