// Only the scripts that are needed, and none whose file is so small that the bundler would write it into the style sheet:
// the content security policy lets fonts come from files alone.
import '@fontsource-variable/inter/wght.css';
import '@fontsource/jetbrains-mono/cyrillic-400.css';
import '@fontsource/jetbrains-mono/cyrillic-700.css';
import '@fontsource/jetbrains-mono/greek-400.css';
import '@fontsource/jetbrains-mono/greek-700.css';
import '@fontsource/jetbrains-mono/latin-400.css';
import '@fontsource/jetbrains-mono/latin-700.css';
import '@fontsource/jetbrains-mono/latin-ext-400.css';
import '@fontsource/jetbrains-mono/latin-ext-700.css';
