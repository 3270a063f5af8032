#include "widgets/cell_builder.h"

#include "model/scene/scene.h"
#include "model/simulation/cell_source.h"

#include <QThreadPool>

namespace phiscope {

struct CellBuilder::Request {
    Cell cell;
    CellSourceOptions options;
};

namespace {

/// One thread for all: at most one cell is built at a time, and edits during it only replace what is next.
QThreadPool& pool() {
    static QThreadPool one;
    one.setMaxThreadCount(1);
    return one;
}

} // namespace

CellBuilder::CellBuilder(QObject* parent)
    : QObject(parent) {}

CellBuilder::~CellBuilder() {
    next_.reset();
    pool().waitForDone();
}

void CellBuilder::request(const Cell& cell, const CellSourceOptions& options) {
    next_ = std::make_unique<Request>(Request{cell, options});
    ++newest_;
    setBusy(true);
    startNext();
}

void CellBuilder::forget() {
    next_.reset();
    ++newest_;
    setBusy(false);
}

void CellBuilder::startNext() {
    if (running_ || !next_) {
        return;
    }
    running_ = true;
    const std::shared_ptr<Request> request = std::move(next_);
    const std::uint64_t number = newest_;
    pool().start([this, request, number] {
        auto result = buildCell(request->cell, request->options);
        std::shared_ptr<const BuiltCell> cell;
        QString error;
        if (result) {
            cell = std::make_shared<const BuiltCell>(std::move(*result));
        } else {
            error = QString::fromStdString(result.error().message());
        }
        // Posted to this object: dropped where it is gone by then (the destructor waits for this thread).
        QMetaObject::invokeMethod(this, [this, cell, error, number] {
            running_ = false;
            if (number == newest_) {
                setBusy(false);
                if (cell) {
                    Q_EMIT built(cell);
                } else {
                    Q_EMIT failed(error);
                }
            }
            startNext();
        });
    });
}

void CellBuilder::setBusy(bool busy) {
    if (busy_ != busy) {
        busy_ = busy;
        Q_EMIT busyChanged(busy);
    }
}

} // namespace phiscope
