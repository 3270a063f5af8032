#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>

namespace phiscope {

struct BuiltCell;
struct Cell;
struct CellSourceOptions;

/// Builds cells on a worker thread. A newer request makes the older one's result void.
class CellBuilder : public QObject {
    Q_OBJECT
public:
    explicit CellBuilder(QObject* parent = nullptr);
    /// Waits for the thread, so that nothing outlives the program's data.
    ~CellBuilder() override;

    void request(const Cell& cell, const CellSourceOptions& options);
    /// Drops the result that is on its way.
    void forget();
    bool isBusy() const { return busy_; }

Q_SIGNALS:
    void built(std::shared_ptr<const phiscope::BuiltCell> cell);
    void failed(const QString& message);
    void busyChanged(bool busy);

private:
    struct Request;
    void startNext();
    void setBusy(bool busy);

    std::unique_ptr<Request> next_; ///< waits while another is being built
    std::uint64_t newest_ = 0;
    bool running_ = false;
    bool busy_ = false;
};

} // namespace phiscope
