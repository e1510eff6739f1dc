/*
 * Sevengate: passkeys. Speaks to the browser's authenticators in the JSON form that servers exchange.
 * Whoever has no script proves themselves by a code or the password.
 */
(() => {
  "use strict";

  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const able = () => window.isSecureContext && "PublicKeyCredential" in window;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const named = (list) => (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

  function plain(credential) {
    const { response } = credential;
    const answer = { clientDataJSON: text(response.clientDataJSON) };
    if (response.attestationObject) {
      answer.attestationObject = text(response.attestationObject);
      answer.transports = response.getTransports ? response.getTransports() : [];
    } else {
      answer.authenticatorData = text(response.authenticatorData);
      answer.signature = text(response.signature);
      answer.userHandle = response.userHandle ? text(response.userHandle) : null;
    }
    return JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: text(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment || null,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: answer,
    });
  }

  async function ask({ publicKey }) {
    const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
    options.allowCredentials = named(publicKey.allowCredentials);
    return plain(await navigator.credentials.get({ publicKey: options }));
  }

  async function make({ publicKey }, resident) {
    const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
    options.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
    options.excludeCredentials = named(publicKey.excludeCredentials);
    options.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: resident ? "required" : "discouraged",
      requireResidentKey: resident,
      userVerification: "required",
    };
    return plain(await navigator.credentials.create({ publicKey: options }));
  }

  /* What came of it is told in the place made for it, in the words the page brought along. */
  function say(place, root, fault) {
    const words = fault && fault.name === "NotAllowedError" ? root.dataset.saidCancelled : root.dataset.saidUnable;
    if (!place) return;
    place.textContent = words || "";
    place.classList.add("is-wrong");
  }

  /* ---------- an act that binds: the chosen meaning picks the challenge ---------- */
  function binding(part) {
    const form = part.closest("form");
    const asked = JSON.parse(part.dataset.sgProof);
    const said = part.querySelector("[data-sg-said]");
    const credential = part.querySelector("[name=credential]");
    if (!able()) return;
    part.querySelector(".sg-proof-passkey").hidden = false;
    form.addEventListener("submit", async (event) => {
      const method = part.querySelector("[name=method]:checked");
      if (!method || method.value !== "passkey" || credential.value) return;
      event.preventDefault();
      const picked = asked.pick ? form.querySelector(`[name="${asked.pick}"]:checked`) : null;
      const challenge = asked.challenges[picked ? picked.value : ""];
      if (!challenge) return;
      const publicKey = {
        challenge,
        rpId: asked.rp_id,
        allowCredentials: asked.credentials.map((id) => ({ type: "public-key", id })),
        userVerification: "required",
      };
      try {
        credential.value = await ask({ publicKey });
        HTMLFormElement.prototype.submit.call(form);
      } catch (fault) {
        say(said, part, fault);
      }
    });
    form.addEventListener("change", () => { credential.value = ""; });
  }

  /* ---------- signing in, and confirming oneself on the pages of the account ---------- */
  function using(form) {
    if (!able()) return;
    form.hidden = false;
    const said = form.querySelector("[data-sg-said]");
    form.addEventListener("submit", async (event) => {
      const credential = form.elements.credential;
      if (credential.value) return;
      event.preventDefault();
      try {
        let options = form.dataset.sgPasskey && JSON.parse(form.dataset.sgPasskey);
        if (!options) {
          const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
          if (!answer.ok) throw new Error("no challenge");
          options = (await answer.json()).request_options;
        }
        credential.value = await ask(options);
        HTMLFormElement.prototype.submit.call(form);
      } catch (fault) {
        say(said, form, fault);
      }
    });
  }

  /* ---------- a new passkey ---------- */
  function adding(form) {
    const said = form.querySelector("[data-sg-said]");
    if (!able()) {
      say(said, form, null);
      return;
    }
    form.addEventListener("submit", async (event) => {
      const credential = form.elements.credential;
      if (credential.value) return;
      event.preventDefault();
      try {
        const resident = form.elements.passwordless ? form.elements.passwordless.checked : false;
        credential.value = await make(JSON.parse(form.dataset.sgNewPasskey), resident);
        HTMLFormElement.prototype.submit.call(form);
      } catch (fault) {
        say(said, form, fault);
      }
    });
  }

  all("[data-sg-proof]").forEach(binding);
  all("[data-sg-passkey]").forEach(using);
  all("[data-sg-new-passkey]").forEach(adding);
})();
