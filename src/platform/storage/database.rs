//! The browser's database: one store of one text a key.
//!
//! A connection lives as long as one exchange. Nothing in here then stands in the way of another tab that changes the
//! database's form, and a connection that the browser has dropped is never used.

use headroom_study::keep;
use idb::{
    Database, DatabaseEvent, Error, Factory, ObjectStore, ObjectStoreParams, Request, Transaction,
    TransactionMode,
};
use js_sys::{Array, Function, JSON, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::Texts;
use crate::state::keeping::Trouble;

/// Of the database's form. That of each text is the text's own.
const VERSION: u32 = 1;
const RECORDS: &str = "records";

/// What a database holds.
pub struct Held {
    pub texts: Texts,
    /// The version of its form, where a newer version of this site has written it. Then nothing was changed.
    pub newer: Option<u32>,
}

/// Puts texts beside what stands there, in one transaction, and returns all that is there after it.
pub async fn exchange(name: &str, texts: &[(String, String)]) -> Result<Held, Trouble> {
    match open(name, Some(VERSION)).await {
        Ok(database) => {
            let outcome = exchange_with(&database, texts).await;
            database.close();
            Ok(Held {
                texts: outcome?,
                newer: None,
            })
        }
        Err(Trouble::Newer) => {
            let database = open(name, None).await?;
            let outcome = read_stores(&database).await;
            database.close();
            Ok(Held {
                texts: outcome?,
                newer: Some(database.version()?),
            })
        }
        Err(trouble) => Err(trouble),
    }
}

async fn open(name: &str, version: Option<u32>) -> Result<Database, Trouble> {
    let mut request = Factory::new()?.open(name, version)?;
    request.on_upgrade_needed(|event| {
        // Where this fails the store is missing, and the transaction says so.
        let _ = event
            .database()
            .and_then(|database| database.create_object_store(RECORDS, ObjectStoreParams::new()));
    });
    Ok(answer(request).await?.try_into()?)
}

async fn exchange_with(database: &Database, texts: &[(String, String)]) -> Result<Texts, Trouble> {
    let transaction = database.transaction(&[RECORDS], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(RECORDS)?;
    match exchange_in(&store, texts).await {
        Ok(all) => finished(transaction).await.map(|()| all),
        // A request fails because its transaction does, which knows why.
        Err(error) => Err(transaction
            .error()
            .map_or(error.into(), |why| Trouble::named(&why.name()))),
    }
}

async fn exchange_in(store: &ObjectStore, texts: &[(String, String)]) -> Result<Texts, Error> {
    for (key, text) in texts {
        let found = answer(store.get(JsValue::from_str(key))?).await?;
        let found = (!found.is_undefined()).then(|| text_of(found));
        for (key, text) in keep::writes(key, found.as_deref(), text) {
            store.put(&JsValue::from_str(&text), Some(&JsValue::from_str(&key)))?;
        }
    }
    all(store).await
}

async fn read_stores(database: &Database) -> Result<Texts, Error> {
    let names = database.store_names();
    let transaction = database.transaction(&names, TransactionMode::ReadOnly)?;
    let mut texts = Texts::new();
    for name in &names {
        texts.extend(all(&transaction.object_store(name)?).await?);
    }
    Ok(texts)
}

async fn all(store: &ObjectStore) -> Result<Texts, Error> {
    let keys = answer(store.get_all_keys(None, None)?).await?;
    let values = answer(store.get_all(None, None)?).await?;
    let texts = |array: &JsValue| Array::from(array).iter().map(text_of).collect::<Vec<_>>();
    Ok(texts(&keys).into_iter().zip(texts(&values)).collect())
}

/// Texts are all that this program writes; what somebody else has written is kept as a text, too.
fn text_of(value: JsValue) -> String {
    value.as_string().unwrap_or_else(|| {
        JSON::stringify(&value).map_or_else(|_| format!("{value:?}"), Into::into)
    })
}

/// What comes of a request.
async fn answer(mut request: impl Request) -> Result<JsValue, Error> {
    let ended = Promise::new(&mut |answered: Function, failed: Function| {
        request.on_success(move |_| {
            let _ = answered.call0(&JsValue::NULL);
        });
        request.on_error(move |_| {
            let _ = failed.call0(&JsValue::NULL);
        });
    });
    match JsFuture::from(ended).await {
        Ok(_) => request.result(),
        Err(_) => Err(request
            .error()?
            .map_or(Error::DomExceptionNotFound, Error::DomException)),
    }
}

/// Waits until all is written, or nothing is.
async fn finished(mut transaction: Transaction) -> Result<(), Trouble> {
    let ended = Promise::new(&mut |committed: Function, aborted: Function| {
        transaction.on_complete(move |_| {
            let _ = committed.call0(&JsValue::NULL);
        });
        transaction.on_abort(move |_| {
            let _ = aborted.call0(&JsValue::NULL);
        });
    });
    JsFuture::from(ended).await.map(|_| ()).map_err(|_| {
        transaction
            .error()
            .map_or(Trouble::Failed, |why| Trouble::named(&why.name()))
    })
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        use wasm_bindgen::JsCast;
        use web_sys::DomException;

        let named = |value: &JsValue| {
            value
                .dyn_ref::<DomException>()
                .map_or(Self::Failed, |error| Self::named(&error.name()))
        };
        match &error {
            Error::IndexedDbNotFound(_) => Self::Blocked,
            Error::DomException(error) => Self::named(&error.name()),
            Error::IndexedDbOpenFailed(error)
            | Error::UpdateFailed(error)
            | Error::TransactionOpenFailed(error) => named(error),
            _ => Self::Failed,
        }
    }
}
