/*
 * Passkeys: asks the browser for a proof and sends it with the form it belongs to.
 * The server judges it; without scripts the same forms take a password or a one-time code.
 */
(() => {
  "use strict";

  const read = (id) => JSON.parse(document.getElementById(id).textContent);

  function told(button, text) {
    const line = button.form.querySelector("[data-sg-passkey-error]");
    if (!line) return;
    line.textContent = text;
    line.hidden = !text;
  }

  async function run(button, ask) {
    told(button, "");
    button.disabled = true;
    try {
      button.form.elements.credential.value = JSON.stringify(await ask());
      button.form.querySelectorAll("#password, #code").forEach((input) => { input.required = false; });
      button.form.noValidate = button.form.noValidate || button.hasAttribute("data-novalidate");
      button.form.requestSubmit();
    } catch (problem) {
      told(button, button.dataset.failed);
    } finally {
      button.disabled = false;
    }
  }

  /* an act: the challenge stands on the chosen answer, or on the button */
  function act(button) {
    button.addEventListener("click", () => {
      const chosen = button.form.querySelector("input[data-challenge]:checked");
      const challenge = chosen ? chosen.dataset.challenge : button.dataset.challenge;
      run(button, () => window.webauthnJSON.get({ publicKey: { ...read("passkey-options"), challenge } }));
    });
  }

  /* signing in, second step of signing in, proving oneself before a change of settings */
  function use(button) {
    button.addEventListener("click", () => {
      run(button, async () => {
        if (button.dataset.options) return window.webauthnJSON.get(read(button.dataset.options).request_options);
        const answer = await fetch(button.form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
        if (!answer.ok) throw new Error(String(answer.status));
        return window.webauthnJSON.get((await answer.json()).request_options);
      });
    });
  }

  /* a new passkey */
  function add(button) {
    button.addEventListener("click", () => {
      run(button, () => {
        const { creation_options: options } = read(button.dataset.options);
        options.publicKey.authenticatorSelection = {
          ...options.publicKey.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        };
        return window.webauthnJSON.create(options);
      });
    });
  }

  function start() {
    if (!window.PublicKeyCredential || !window.webauthnJSON) {
      document.querySelectorAll("[data-sg-passkey-field]").forEach((part) => { part.hidden = true; });
      return;
    }
    document.querySelectorAll("[data-sg-passkey]").forEach(act);
    document.querySelectorAll("[data-sg-passkey-use]").forEach(use);
    document.querySelectorAll("[data-sg-passkey-add]").forEach(add);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
